import Foundation
import Testing

/// Releases in directories of their own: built, made live, gone back from.
struct ReleaseDirectoryTests {
    private func link(_ platform: AcceptancePlatform) -> String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(platform.root)/current")) ?? ""
    }

    private func names(_ platform: AcceptancePlatform) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "\(platform.root)/releases")) ?? []).sorted()
    }

    private func pinned(_ platform: AcceptancePlatform) -> Bool {
        FileManager.default.fileExists(atPath: "\(platform.stateFolder)/pin.json")
    }

    @Test func aReleaseIsSwitchedThereAndBackAndForward() async throws {
        try await AcceptancePlatform.with(bad: "newer") { platform in
            let web = TestService.web()
            try await platform.configure([web], extra: ["layout": "release_directories"])
            #expect(try await platform.lastgood("release", "activate", "main", "-y").status == 0)
            let newer = link(platform)
            #expect(try await platform.answer(web).hasPrefix("release newer"))
            #expect(!pinned(platform))
            // Somebody works in the live release; the checkout is somebody else's.
            try platform.write("current/app/edited", "by hand\n")
            try platform.write("current/app/worker.py", "edited\n")
            let head = try await platform.git("rev-parse", "HEAD")
            #expect(try await platform.lastgood("rollback", "-y").status == 0)
            #expect(try await platform.answer(web).hasPrefix("release good"))
            #expect(link(platform) != newer && platform.text("current/app/release") == "good\n")
            #expect(try await platform.git("rev-parse", "HEAD") == head)
            #expect(try await platform.git("status", "--porcelain", "--", ".", ":(exclude)rollback") == "")
            #expect(try await platform.lastgood("verify").status == 0)
            // What was rolled back from does not come back without a word.
            let refused = try await platform.lastgood("release", "activate", "main", "-y")
            #expect(refused.status == 1 && refused.errors.contains("lastgood unpin"))
            #expect(try await platform.lastgood("undo").status == 0)
            #expect(link(platform) == newer && platform.text("current/app/edited") == "by hand\n")
            #expect(platform.text("current/app/worker.py") == "edited\n")
            #expect(try await platform.answer(web).hasPrefix("release newer"))
            #expect(!pinned(platform))
        }
    }

    /// What lies ready is switched to, and nothing is written.
    @Test func whatWasBuiltIsOnlySwitchedTo() async throws {
        try await AcceptancePlatform.with(bad: "newer") { platform in
            let web = TestService.web()
            try await platform.configure([web], extra: ["layout": "release_directories"])
            let good = try await platform.good()
            try await platform.git("checkout", "--quiet", "--detach", good)
            let built = try await platform.json("release", "build")
            #expect(built.exit?["code"] as? Int == 0)
            #expect((built.all("release-built").first?["built"] as? [String])?.count == 1)
            #expect(link(platform) == "" && platform.started("web").isEmpty && names(platform).count == 1)
            let again = try await platform.json("release", "build", good)
            #expect((again.all("release-built").first?["built"] as? [String]) == [])
            let plan = try await platform.lastgood("release", "activate", good, "--dry-run")
            #expect(plan.output.contains("switch/current") && !plan.output.contains("build/releases"))
            #expect(plan.output.hasPrefix("Activate a release of"))
            #expect(try await platform.lastgood("release", "activate", good, "-y").status == 0)
            #expect(try await platform.answer(web).hasPrefix("release good"))
            // A newer one is no reason to call the older one bad.
            #expect(try await platform.lastgood("release", "activate", "main", "-y").status == 0)
            #expect(try await platform.answer(web).hasPrefix("release newer"))
            #expect(try await platform.lastgood("undo").status == 0)
            #expect(try await platform.answer(web).hasPrefix("release good"))
        }
    }

    @Test func oldDirectoriesGoAndNeededOnesStay() async throws {
        try await AcceptancePlatform.with(bad: "newer") { platform in
            let extra: [String: Any] = ["layout": "release_directories", "release_directories": ["keep": 1]]
            try await platform.configure([], extra: extra)
            let good = try await platform.good()
            #expect(try await platform.lastgood("release", "activate", good, "-y").status == 0)
            for number in 1...3 {
                try platform.write("app/release", "\(number)\n")
                try await platform.commit("Release 2.\(number)")
                #expect(try await platform.lastgood("release", "build").status == 0)
            }
            let newest = try await platform.git("rev-parse", "HEAD")
            // The live one, which is also the last known good one, and the newest of the others.
            #expect(
                names(platform).map { String($0.prefix(12)) } == [good, newest].map { String($0.prefix(12)) }.sorted())
        }
    }

    /// Rows that only one release can see are a reason to stop, before anything is done.
    @Test func aDatabaseInTheLiveReleaseIsNamed() async throws {
        try await AcceptancePlatform.with(bad: "newer") { platform in
            try await platform.configure([], extra: ["layout": "release_directories"])
            #expect(try await platform.lastgood("release", "activate", "main", "-y").status == 0)
            let before = link(platform)
            try platform.write("current/shop.db", "SQLite format 3\0rows")
            let refused = try await platform.lastgood("rollback", "-y")
            #expect(refused.status == 1 && refused.errors.contains("shop.db is a database in the live release"))
            #expect(link(platform) == before)
        }
    }

    /// In place the same command puts a newer release over an older one, and undo takes it away again.
    @Test func inPlaceAReleaseIsActivatedToo() async throws {
        try await AcceptancePlatform.with(bad: "newer") { platform in
            let web = TestService.web()
            let good = try await platform.good()
            try await platform.git("checkout", "--quiet", "--detach", good)
            try await platform.configure([web])
            #expect(try await platform.lastgood("release", "activate", "main", "-y").status == 0)
            #expect(try await platform.answer(web).hasPrefix("release newer"))
            #expect(!pinned(platform))
            let history = try await platform.lastgood("status")
            #expect(history.output.contains("Release 1.1"))
            #expect(try await platform.lastgood("undo").status == 0)
            #expect(platform.text("app/release") == "good\n")
            #expect(try await platform.lastgood("release", "build", "main").status == 0)
            #expect(try await platform.lastgood("release", "activate", "v41", "-y").status == 1)
        }
    }

    @Test func mistakesInTheLayoutAreNamed() async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.configure([], extra: ["layout": "release_directory"])
            let wrong = try await platform.lastgood("plan")
            #expect(wrong.status == 64 && wrong.errors.contains("release_directories"))
            try await platform.configure(
                [],
                extra: ["layout": "release_directories", "release_directories": ["shared_paths": ["../x"], "keep": 0]])
            let paths = try await platform.lastgood("plan")
            #expect(paths.status == 64 && paths.errors.contains("shared_paths") && paths.errors.contains("keep"))
        }
    }
}
