import Foundation
import Glibc
import Testing

/// The first minute of the first day: a checkout in which nothing is configured or recorded.
struct DayOneTests {
    private let back = ["rollback", "--commit", "HEAD~1", "--auto-confirm"]

    @Test func threeCommandsBringItBack() async throws {
        try await AcceptancePlatform.with { platform in
            let service = TestService.web()
            try await platform.startByHand(service)
            #expect(try await platform.answer(service).hasPrefix("release failing"))
            let listed = try await platform.lastgood("rollback")
            #expect(listed.status == 10)
            #expect(listed.output.contains("Release 1.0"))
            #expect(listed.output.contains("Ann Lee"))
            let line = try #require(listed.output.split(separator: "\n").last { $0.contains("--auto-confirm") })
            let words = line.split(separator: " ").dropFirst().map(String.init)
            let result = try await platform.start(words).end()
            #expect(result.status == 0, "\(result.everything)")
            #expect(result.output.contains("service restored after"))
            #expect(try await platform.answer(service).hasPrefix("release good"))
            #expect(try await platform.lastgood("verify").status == 0)
        }
    }

    @Test func withoutATerminalTheLineToRunAgainIsPrinted() async throws {
        try await AcceptancePlatform.with { platform in
            let before = try await platform.state
            let result = try await platform.lastgood("rollback", "--fast", "--commit", "main~1")
            #expect(result.status == 64)
            #expect(
                result.errors == """
                    Nothing was done: this needs a person's consent, and there is no terminal to ask on.
                    To consent, run exactly this line:
                      lastgood rollback --fast --commit 'main~1' --auto-confirm

                    """)
            #expect(try await platform.state == before)
        }
    }

    /// The code is back, and nothing shows that anybody is served.
    @Test func withoutAnyServiceNothingIsCalledRestored() async throws {
        try await AcceptancePlatform.with { platform in
            let looked = try await platform.json("verify", "--quick")
            #expect(looked.finished.status == 4, "\(looked.finished.everything)")
            let result = try await platform.start(back).end()
            #expect(result.status == 0, "\(result.everything)")
            #expect(!result.output.contains("service restored"), "\(result.output)")
            #expect(result.output.contains("degraded: "), "\(result.output)")
            #expect(result.output.contains("no running service was found"), "\(result.output)")
            #expect(try await platform.lastgood("verify", "--strict").status == 3)
        }
    }

    /// Nothing that was typed is lost.
    @Test func theLineToRunAgainIsTheOneThatWasTyped() async throws {
        try await AcceptancePlatform.with { platform in
            let options = ["-C", platform.root, "--strict", "--reason", "login fails", "--keep-dependencies"]
            let typed = "lastgood rollback -C \(platform.root) --strict --reason 'login fails' --keep-dependencies"
            let asked = try await platform.start(["rollback", "--commit", "main~1"] + options).end()
            #expect(
                asked.errors.contains(
                    "  " + typed.replacing("rollback -C", with: "rollback --commit 'main~1' -C") + " --auto-confirm\n"),
                "\(asked.errors)")
            let listed = try await platform.start(["rollback"] + options + ["--choose"]).end()
            let short = try await platform.git("rev-parse", "--short=7", "main~1")
            #expect(listed.output.contains("  \(typed) --commit \(short) --auto-confirm\n"), "\(listed.output)")
        }
    }

    @Test func aWorkerWithoutAPortIsRestartedToo() async throws {
        try await AcceptancePlatform.with { platform in
            let worker = TestService.worker()
            let process = try await platform.startByHand(worker)
            let result = try await platform.start(back).end()
            #expect(result.status == 0, "\(result.everything)")
            #expect(platform.started("worker") == ["failing", "good"])
            #expect(!LivingProcesses.ids(in: platform.root).contains(process))
            #expect(LivingProcesses.ids(in: platform.root).count == 1)
        }
    }

    /// What the good release's `.env` says holds over what the service ran with; what it does not say is kept.
    @Test func theEnvironmentFileHoldsOverTheOldEnvironment() async throws {
        try await AcceptancePlatform.with { platform in
            let service = TestService.web()
            try await platform.startByHand(service, environment: ["MODE": "broken", "KEPT": "as it was"])
            try platform.write(".env", "MODE=\"mended\"\n")
            #expect(try await platform.start(back).end().status == 0)
            #expect(try await platform.answer(service).contains("mode mended"))
            let process = try #require(LivingProcesses.ids(in: platform.root).first)
            #expect(Folders.text("/proc/\(process)/environ").contains("KEPT=as it was"))
        }
    }

    @Test(.enabled(if: isRoot, "starting a service as another user needs root"))
    func aServiceComesBackAsTheSameUser() async throws {
        try await AcceptancePlatform.with { platform in
            chmod(platform.root, 0o755)
            chmod(platform.notes, 0o777)
            let service = TestService.web()
            try await platform.startByHand(service, as: "65534")
            let result = try await platform.start(back).end()
            #expect(result.status == 0, "\(result.everything)")
            #expect(try await platform.answer(service).contains("release good mode none user 65534"))
        }
    }

    /// A platform that is a shallow clone, with the good release beyond its history. The origin is no platform of its own:
    /// tests that each hold one place of the turnstile and wait for a second would wait for ever.
    private func withShallowClone(_ body: (AcceptancePlatform, _ good: String) async throws -> Void) async throws {
        let origin = try Folders.temporary("origin")
        defer { Folders.remove(origin) }
        try await AcceptancePlatform.with { platform in
            let good = try await platform.good()
            try await platform.git("clone", "--quiet", "--bare", platform.root, "\(origin)/git")
            Folders.remove(platform.root)
            let clone = ["git", "clone", "--quiet", "--depth=1", "file://\(origin)/git", platform.root]
            let made = try await Running(clone, in: "/").end()
            try #require(made.status == 0, "\(made.errors)")
            try await body(platform, good)
        }
    }

    @Test func aShallowCloneFetchesWhatIsMissing() async throws {
        try await withShallowClone { platform, good in
            let result = try await platform.lastgood("rollback", "--commit", good, "--auto-confirm")
            #expect(result.status == 0, "\(result.everything)")
            #expect(platform.text("app/release") == "good\n")
        }
    }

    /// A release that is recorded as good and lies beyond a shallow history is fetched, not passed over; one that cannot be
    /// fetched is told.
    @Test(arguments: [true, false])
    func aShallowCloneAndTheRegistry(reachable: Bool) async throws {
        try await withShallowClone { platform, good in
            try platform.writeJSON(["commits": [["hash": good]]], "rollback/config/known-good-commits.json")
            if !reachable { try await platform.git("remote", "set-url", "origin", "/nowhere") }
            let result = try await platform.lastgood("rollback", "--auto-confirm")
            if reachable {
                #expect(result.status == 0, "\(result.everything)")
                #expect(platform.text("app/release") == "good\n")
            } else {
                #expect(result.everything.contains("git fetch --unshallow"), "\(result.everything)")
                #expect(result.status == 10)
            }
        }
    }

    @Test func changedAndUntrackedFilesComeBackWithUndo() async throws {
        try await AcceptancePlatform.with { platform in
            try platform.write("app/release", "edited by hand\n")
            try platform.write("notes/untracked.txt", "mine\n")
            try platform.write("kept.log", "ignored\n")
            let before = try await platform.state
            #expect(try await platform.start(back).end().status == 0)
            #expect(platform.text("app/release") == "good\n")
            #expect(platform.text("kept.log") == "ignored\n")
            let undone = try await platform.lastgood("undo")
            #expect(undone.status == 0, "\(undone.everything)")
            #expect(try await platform.state == before)
        }
    }
}

let isRoot = geteuid() == 0
