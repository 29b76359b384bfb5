import FoundationEssentials
import Glibc
import RollbackCore
@testable import RollbackDrivers
import RollbackFiles
import RollbackTestKit
import Testing

/// The environment goes back and comes back; what somebody changes meanwhile stays.
struct RestoreEnvironmentTests {
    private static let good = EnvironmentValues(files: [
        ".env": ["A": "good secret", "B": "1"], "web/.env": ["X": "1"],
    ])
    private static let bad = "# ours\nA='bad secret' # note\nB=1\nNEW=2\n"

    private struct Place {
        let folder: ScratchFiles
        let settings: EnvironmentSettings
        let paths: EnvironmentPaths

        init(bad: EnvironmentValues? = nil) throws {
            folder = try ScratchFiles()
            try folder.write("platform/.env", Data(RestoreEnvironmentTests.bad.utf8))
            try folder.write("platform/web/app.py", Data())
            chmod(folder.path("platform/.env"), 0o640)
            let root = folder.path("platform")
            let opened = OpenedEnvironment(release: "v41", digest: "d1", values: RestoreEnvironmentTests.good)
            let part = try EnvironmentPlanning(root: root, withCode: []).part(
                good: opened, bad: bad.map { OpenedEnvironment(release: "v42", digest: "d2", values: $0) })
            let planned = try #require(part.contributions.last?.step)
            settings = try planned.settings.decoded(as: EnvironmentSettings.self)
            let plan = Plan(
                level: .full, root: root, current: "b", target: Commit(id: "a", subject: "", author: "", date: Date()),
                stages: [], dependsOn: [:])
            paths = EnvironmentPaths(
                RunContext(run: RunID(1), plan: plan, directory: folder.path("run"), actor: "kim", reason: nil))
        }

        var env: String { folder.path("platform/.env") }
        var text: String? { text("platform/.env") }
        var step: RestoreEnvironment {
            RestoreEnvironment(settings: settings, paths: paths) { _ in RestoreEnvironmentTests.good }
        }
        func text(_ path: String) -> String? {
            (try? FileCall.read(folder.path(path))).flatMap { $0 }.map { String(decoding: $0, as: UTF8.self) }
        }
        func mode(_ path: String) -> mode_t { (FileCall.facts(folder.path(path))?.st_mode ?? 0) & 0o7777 }

        func capture() async throws {
            _ = try await CaptureEnvironment(settings: settings, paths: paths).perform(.silent)
        }

        func isApplied() async throws -> Bool {
            if case .applied = try await step.observe() { true } else { false }
        }
    }

    private static let restored = "# ours\nA='good secret' # note\nB=1\n"

    @Test func itGoesBackAndComesBackByteForByte() async throws {
        let place = try Place()
        let before = try #require(FileCall.facts(place.env))
        try await place.capture()
        try await place.capture()
        #expect(try await !place.isApplied())
        let output = try await place.step.perform(.silent)
        #expect(output.restored == ["A", "NEW", "X"])
        #expect(place.text == Self.restored && place.mode("platform/.env") == 0o640)
        #expect(place.text("platform/web/.env") == "X=1\n" && place.mode("platform/web/.env") == 0o600)
        #expect(try await place.isApplied())
        _ = try await place.step.perform(.silent)
        #expect(place.text == Self.restored)
        for _ in 0..<2 {
            try await place.step.undo(output, .silent)
            let after = try #require(FileCall.facts(place.env))
            #expect(place.text == Self.bad && place.mode("platform/.env") == 0o640)
            #expect(after.st_mtim.tv_sec == before.st_mtim.tv_sec && after.st_mtim.tv_nsec == before.st_mtim.tv_nsec)
        }
        #expect(try FileCall.names(in: place.folder.path("platform")) == [".env", "web"])
        #expect(try FileCall.names(in: place.folder.path("platform/web")) == ["app.py"])
    }

    /// Killed between the two files, or before anything was written: performing again finishes it, undoing takes it back.
    @Test(arguments: [0, 1, 2], [true, false])
    func aCrashBetweenFilesIsMadeGood(written: Int, goesOn: Bool) async throws {
        let place = try Place()
        try await place.capture()
        _ = try await place.step.perform(.silent)
        let after = place.text
        if written < 2 { unlink(place.folder.path("platform/web/.env")) }
        if written < 2 { unlink(place.paths.made(1)) }
        if written < 1 { try place.folder.write("platform/.env", Data(Self.bad.utf8)) }
        if written < 1 { unlink(place.paths.made(0)) }
        #expect(try await place.isApplied() == (written == 2))
        if goesOn {
            _ = try await place.step.perform(.silent)
            #expect(place.text == after && place.text("platform/web/.env") == "X=1\n")
        } else {
            try await place.step.undo(nil, .silent)
            #expect(place.text == Self.bad && place.text("platform/web/.env") == nil)
        }
    }

    @Test func whatSomebodyChangesMeanwhileStays() async throws {
        let place = try Place()
        try await place.capture()
        try place.folder.write("platform/.env", Data("A=theirs\nB=1\nNEW=2\n".utf8))
        let output = try await place.step.perform(.silent)
        #expect(place.text == "A=theirs\nB=1\n")
        try place.folder.write("platform/.env", Data("A=theirs\nB=5\nMORE=1\n".utf8))
        try await place.step.undo(output, .silent)
        #expect(place.text == "A=theirs\nB=5\nMORE=1\nNEW=2\n")
    }

    @Test func aLinkLeadsToTheFile() async throws {
        let place = try Place()
        try place.folder.write("shared/env", Data(Self.bad.utf8))
        unlink(place.env)
        #expect(symlink("../shared/env", place.env) == 0)
        let planning = EnvironmentPlanning(root: place.folder.path("platform"), withCode: [])
        let part = try planning.part(
            good: OpenedEnvironment(release: "v41", digest: "d1", values: Self.good), bad: nil)
        let step = try #require(part.contributions.last?.step)
        let settings = try step.settings.decoded(as: EnvironmentSettings.self)
        #expect(settings.files.first?.path == place.folder.path("shared/env"))
        _ = try await CaptureEnvironment(settings: settings, paths: place.paths).perform(.silent)
        _ = try await RestoreEnvironment(settings: settings, paths: place.paths) { _ in Self.good }.perform(.silent)
        #expect(place.text("shared/env") == Self.restored && FileCall.linkText(place.env) == "../shared/env")
    }

    @Test func noPlanHoldsAValue() throws {
        let place = try Place()
        let planning = EnvironmentPlanning(root: place.folder.path("platform"), withCode: [])
        let part = try planning.part(
            good: OpenedEnvironment(release: "v41", digest: "d1", values: Self.good), bad: nil)
        let text = try String(decoding: JSONText.data(part.contributions.map(\.step)), as: UTF8.self)
        #expect(!text.contains("secret") && text.contains("\"A\""))
        #expect(
            part.restores == [
                "environment: set A, remove NEW in .env, as in v41", "environment: set X in web/.env, as in v41",
            ])
        #expect(part.warnings.count == 1)
    }

    @Test func whatGoesBackWithTheCodeIsLeftToIt() throws {
        let place = try Place()
        let opened = OpenedEnvironment(release: "v41", digest: "d1", values: Self.good)
        let root = place.folder.path("platform")
        let part = try EnvironmentPlanning(root: root, withCode: [place.env]).part(good: opened, bad: nil)
        #expect(part.restores == ["environment: set X in web/.env, as in v41"])
        let only = try EnvironmentPlanning(root: root, withCode: [], only: ["\(root)/web"]).part(good: opened, bad: nil)
        #expect(only.restores == part.restores)
        let kept = try EnvironmentPlanning(root: root, withCode: []).part(
            good: opened, bad: OpenedEnvironment(release: "v42", digest: "d2", values: Self.good))
        #expect(kept.contributions.isEmpty && kept.warnings.isEmpty)
        #expect(
            kept.leaves == ["A, NEW of .env: changed since by somebody", "X of web/.env: changed since by somebody"])
    }
}
