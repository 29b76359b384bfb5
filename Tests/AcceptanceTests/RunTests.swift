import Foundation
import Glibc
import Testing

/// The course of a run: cut short, resumed, taken back, pinned.
struct RunTests {
    private func slowStop() -> TestService {
        var service = TestService.web()
        service.stubborn = true
        service.stop = 3
        return service
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func aSignalInterruptsAndResumeFinishes(signal: Int32) async throws {
        try await AcceptancePlatform.with { platform in
            let service = slowStop()
            try await platform.startByHand(service)
            try await platform.configure([service])
            let running = try platform.start(["rollback", "--auto-confirm"])
            #expect(try await eventually { running.output.contains("stopping web") })
            running.send(signal)
            running.send(signal)
            let result = try await running.end()
            #expect(result.status == 13, "\(result.everything)")
            #expect(result.output.contains("lastgood resume"))
            #expect(try await platform.lastgood("rollback", "--auto-confirm").status == 13)
            let resumed = try await platform.lastgood("resume")
            #expect(resumed.status == 0, "\(resumed.everything)")
            #expect(try await platform.answer(service).hasPrefix("release good"))
            #expect(platform.started("web") == ["failing", "good"])
        }
    }

    @Test func aTerminalThatGoesAwayStopsNothing() async throws {
        try await AcceptancePlatform.with { platform in
            let service = slowStop()
            try await platform.startByHand(service)
            try await platform.configure([service])
            let running = try platform.start(["rollback", "--auto-confirm"])
            #expect(try await eventually { running.output.contains("stopping web") })
            running.send(SIGHUP)
            let result = try await running.end()
            #expect(result.status == 0, "\(result.everything)")
            #expect(try await platform.answer(service).hasPrefix("release good"))
        }
    }

    @Test func undoOfAFinishedRunIsExact() async throws {
        try await AcceptancePlatform.with { platform in
            let (service, worker) = (TestService.web(), TestService.worker())
            try await platform.startByHand(service, environment: ["MODE": "by hand"])
            try await platform.startByHand(worker)
            try platform.write("app/draft.txt", "untracked\n")
            var before = try await platform.state
            #expect(try await platform.lastgood("rollback", "--commit", "HEAD~1", "--auto-confirm").status == 0)
            #expect(platform.text(".git/HEAD").hasPrefix("ref: refs/heads/rollback/run-1"))
            let result = try await platform.lastgood("undo")
            #expect(result.status == 0, "\(result.everything)")
            #expect(try await platform.answer(service).hasPrefix("release failing mode by hand"))
            #expect(platform.started("worker") == ["failing", "good", "failing"])
            var after = try await platform.state
            #expect(after.processes.count == before.processes.count)
            (before.processes, after.processes) = ([], [])
            #expect(after == before)
            #expect(try await platform.lastgood("undo").status == 1)
        }
    }

    @Test func thePinStaysUntilItIsReleased() async throws {
        try await AcceptancePlatform.with { platform in
            let bad = try await platform.git("rev-parse", "--short=7", "HEAD")
            #expect(
                try await platform.lastgood("rollback", "--commit", "HEAD~1", "--auto-confirm", "--actor", "kim").status
                    == 0)
            let status = try await platform.lastgood("status")
            #expect(status.output.contains("rolled back from \(bad)"))
            #expect(status.output.contains("by kim"))
            #expect(try await platform.lastgood("unpin").output == "\(bad) is no longer pinned as bad.\n")
            #expect(try await platform.lastgood("unpin").output == "There is no pin.\n")
        }
    }

    /// v3 was bad, then v2: v3 is not good again for that.
    @Test func whatWasBadBeforeIsStillSaidToBe() async throws {
        try await AcceptancePlatform.with { platform in
            try platform.write("app/release", "worse\n")
            try await platform.commit("Release 1.2")
            for commit in ["main~1", "main~2"] {
                #expect(try await platform.lastgood("rollback", "--commit", commit, "--auto-confirm").status == 0)
            }
            let listed = try await platform.json("rollback", "--choose")
            let bad = listed.all("candidate").filter { $0["bad"] as? Bool == true }
            let subjects = bad.compactMap { ($0["commit"] as? [String: Any])?["subject"] as? String }
            #expect(Set(subjects) == ["Release 1.1 (#42)", "Release 1.2"], "\(listed.finished.everything)")
            let short = try await platform.git("rev-parse", "--short=7", "main")
            let plan = try await platform.lastgood("plan", "--commit", "main")
            #expect(plan.output.contains("\(short) is marked as bad: it was rolled back from before run-2"))
        }
    }

    /// Asking twice never goes back further than asking once.
    @Test func asKnownGoodAsBefore() async throws {
        try await AcceptancePlatform.with { platform in
            let service = TestService.web()
            try await platform.configure([service])
            let good = try await platform.good()
            for _ in 1...2 {
                let result = try await platform.lastgood("rollback", "--auto-confirm")
                #expect(result.status == 0, "\(result.everything)")
                #expect(try await platform.git("rev-parse", "HEAD") == good)
            }
        }
    }

    @Test func onlyTheNamedServiceIsRestarted() async throws {
        try await AcceptancePlatform.with { platform in
            var (web, other) = (TestService.web(), TestService.web("other"))
            (web.ready, other.ready) = (3, 3)
            for service in [web, other] { try await platform.startByHand(service) }
            try await platform.configure([web, other])
            let unknown = try await platform.lastgood("rollback", "--auto-confirm", "--service", "nobody")
            #expect(unknown.firstError == "There is no service “nobody” on this platform.")
            #expect(unknown.status == 64)
            _ = try await platform.lastgood("rollback", "--auto-confirm", "--service", "web")
            #expect(platform.started("web") == ["failing", "good"])
            #expect(platform.started("other") == ["failing"])
            #expect(platform.text("app/release") == "good\n")
        }
    }

    @Test func hooksRunAtTheirPlaces() async throws {
        try await AcceptancePlatform.with { platform in
            let line = "echo $0 $LASTGOOD_RUN $(cat app/release) >> \(platform.notes)/hooks"
            let hooks = [("before", "before swap"), ("after", "after swap"), ("bad", "after restart")].map {
                ["name": $0.0, "stage": $0.1, "command": ["sh", "-c", $0.0 == "bad" ? "exit 4" : line, $0.0]]
                    as [String: Any]
            }
            try await platform.configure([.web()], extra: ["hooks": hooks])
            let result = try await platform.lastgood("rollback", "--auto-confirm")
            #expect(result.status == 0, "\(result.everything)")
            #expect(result.output.contains("degraded"))
            #expect(Folders.text("\(platform.notes)/hooks") == "before run-1 failing\nafter run-1 good\n")
        }
    }

    @Test func cachesOfTheBadCodeAreGone() async throws {
        try await AcceptancePlatform.with { platform in
            try platform.write("app/__pycache__/server.cpython-311.pyc", "stale")
            try platform.write(".pytest_cache/v", "stale")
            #expect(try await platform.lastgood("rollback", "--commit", "HEAD~1", "--auto-confirm").status == 0)
            #expect(
                !Folders.entries(platform.root).contains { $0.contains("__pycache__") || $0.contains("pytest_cache") })
        }
    }
}
