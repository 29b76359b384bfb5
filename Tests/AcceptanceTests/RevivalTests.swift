import Foundation
import Glibc
import Testing

/// `undo` and `resume` of a platform on which something has happened since.
struct RevivalTests {
    private let back = ["rollback", "--commit", "main~1", "--auto-confirm"]

    private func commit(_ text: String, _ subject: String, _ platform: AcceptancePlatform) async throws {
        try platform.write("app/release", text + "\n")
        try await platform.commit(subject)
    }

    /// run-1 went back; the fix was deployed with git since.
    @Test func undoRefusesACheckoutThatHasMovedOn() async throws {
        try await AcceptancePlatform.with { platform in
            let bad = try await platform.git("rev-parse", "HEAD")
            #expect(try await platform.start(back).end().status == 0)
            #expect(try await platform.lastgood("unpin").status == 0)
            try await platform.git("checkout", "--quiet", "main")
            try platform.write("app/more.py", "x = 1\n")
            try await commit("mended", "Release 1.2", platform)
            let now = try await platform.git("rev-parse", "--short=7", "HEAD")
            let before = try await platform.state
            let refused = try await platform.lastgood("undo")
            #expect(refused.status == 1, "\(refused.everything)")
            #expect(refused.firstError.hasPrefix("Nothing was done: the checkout has moved on to \(now) since run-1"))
            #expect(refused.errors.contains("  lastgood rollback --fast --commit \(bad)\n"), "\(refused.errors)")
            #expect(try await platform.state == before)
            let line = try #require(refused.errors.split(separator: "\n").first { $0.hasPrefix("  git checkout ") })
            try await platform.git("checkout", "--quiet", String(line.dropFirst(15)))
            let undone = try await platform.lastgood("undo")
            #expect(undone.status == 0, "\(undone.everything)")
            #expect(
                platform.text("app/release") == "failing\n" && platform.text(".git/HEAD") == "ref: refs/heads/main\n")
        }
    }

    /// run-1 and run-2 went back one after the other: run-1's files do not belong over run-2's.
    @Test func runsAreTakenBackInOrder() async throws {
        try await AcceptancePlatform.with { platform in
            try await commit("worse", "Release 1.2", platform)
            #expect(try await platform.start(back).end().status == 0)
            let second = try await platform.lastgood("rollback", "--commit", "main~2", "--auto-confirm")
            #expect(second.status == 0, "\(second.everything)")
            let before = try await platform.state
            let refused = try await platform.lastgood("undo", "run-1")
            #expect(refused.firstError == "Nothing was done: run-2 came after run-1 and has not been taken back.")
            #expect(refused.status == 1 && refused.errors.contains("  lastgood undo run-2\n"))
            #expect(try await platform.state == before)
            #expect(try await platform.lastgood("undo", "run-2").status == 0)
            #expect(platform.text("app/release") == "failing\n")
            #expect(try await platform.lastgood("undo", "run-1").status == 0)
            #expect(platform.text("app/release") == "worse\n")
        }
    }

    /// The run's own branch is where a hotfix belongs: what it changed of the run's files is kept beside, and an undo that
    /// would leave other files of it mixed in is refused.
    @Test(arguments: ["app/release", "app/worker.py"])
    func aHotfixOnTheRunsBranch(changed: String) async throws {
        try await AcceptancePlatform.with { platform in
            #expect(try await platform.start(back).end().status == 0)
            try platform.write(changed, "good\n# hotfix\n")
            try await platform.commit("Hotfix")
            let undone = try await platform.lastgood("undo")
            #expect(undone.status == (changed == "app/release" ? 0 : 1), "\(undone.everything)")
            #expect(platform.text("app/release") == (changed == "app/release" ? "failing\n" : "good\n"))
        }
    }

    /// A run that was cut short while its services stopped, and a checkout that somebody moved on.
    @Test func resumeRefusesACheckoutThatHasMovedOn() async throws {
        try await AcceptancePlatform.with { platform in
            var service = TestService.web()
            (service.stubborn, service.stop) = (true, 3)
            try await platform.startByHand(service)
            try await platform.configure([service])
            let running = try platform.start(["rollback", "--auto-confirm"])
            #expect(try await eventually { running.output.contains("stopping web") })
            running.send(SIGTERM)
            #expect(try await running.end().status == 13)
            try await platform.git("checkout", "--quiet", "main")
            let refused = try await platform.lastgood("resume")
            #expect(refused.status == 1, "\(refused.everything)")
            #expect(refused.firstError.contains("has moved on"))
            try await platform.git("checkout", "--quiet", "rollback/run-1")
            let resumed = try await platform.lastgood("resume")
            #expect(resumed.status == 0, "\(resumed.everything)")
            #expect(try await platform.answer(service).hasPrefix("release good"))
        }
    }

    /// A record that fails in the middle: the run stops as interrupted, is told with what is known, and goes on later.
    @Test func aRecordThatFailsInTheMiddleIsInterrupted() async throws {
        try await AcceptancePlatform.with { platform in
            let service = TestService.web()
            try await platform.startByHand(service)
            try await platform.configure([service])
            let stopped = try await platform.lastgood(
                "rollback", "--auto-confirm", environment: ["LASTGOOD_FAULT": "refuse-from-record=14"])
            #expect(stopped.status == 13, "\(stopped.everything)")
            #expect(stopped.errors.contains("lastgood resume"), "\(stopped.errors)")
            #expect(stopped.output.contains("Report: "), "\(stopped.everything)")
            #expect(Folders.text("\(platform.root)/rollback/logs/run-1.md").contains("swap/code"))
            try loseEvents(platform)
            let resumed = try await platform.json("resume")
            #expect(resumed.exit?["code"] as? Int == 0, "\(resumed.finished.everything)")
            #expect(resumed.exit?["report"] is String)
            #expect(try await platform.answer(service).hasPrefix("release good"))
        }
    }

    /// As on a disk that takes nothing: events are neither read nor written.
    private func loseEvents(_ platform: AcceptancePlatform) throws {
        let events = "\(platform.stateFolder)/runs/1/events.jsonl"
        Folders.remove(events)
        try FileManager.default.createDirectory(atPath: events, withIntermediateDirectories: false)
    }

    /// The outage goes on while nobody resumes the run, and the report says for how long.
    @Test func aResumedRunsTimeGoesOn() async throws {
        try await AcceptancePlatform.with { platform in
            let service = TestService.web()
            try await platform.startByHand(service)
            let stopped = try await platform.lastgood(
                "rollback", "--auto-confirm", "--commit", "main~1",
                environment: ["LASTGOOD_FAULT": "refuse-from-record=14"])
            #expect(stopped.status == 13, "\(stopped.everything)")
            let began = Date()
            let resumed = try await platform.json("resume")
            let told = try #require(resumed.all("run").first?["elapsed"] as? Double, "\(resumed.finished.everything)")
            #expect(told > 0 && told < Date().timeIntervalSince(began) + 60)
            let events = Folders.text("\(platform.stateFolder)/runs/1/events.jsonl").split(separator: "\n")
            let times = try events.map { line in
                let event = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                return event?["elapsed"] as? Double ?? 0
            }
            #expect(times == times.sorted())
        }
    }

    /// Without its first record a run can neither be resumed nor needs to be.
    @Test func aRunThatCannotBeBegunHasDoneNothing() async throws {
        try await AcceptancePlatform.with { platform in
            let before = try await platform.state
            let fault = ["LASTGOOD_FAULT": "refuse-from-record=1"]
            let refused = try await platform.start(back, environment: fault).end()
            #expect(refused.status == 1, "\(refused.everything)")
            #expect(refused.errors.contains("--accept-not-resumable"))
            #expect(try await platform.state == before)
            #expect(try await platform.lastgood("resume").firstError.hasPrefix("There is no such run"))
        }
    }
}
