import FoundationEssentials
import Glibc
import RollbackCore
@testable import RollbackDrivers
import RollbackFiles
import Testing

/// A release directory is complete, or it is not there.
struct BuildDirectoryTests {
    @Test func hasWhatTheCommitHas() async throws {
        let place = try await DirectoryPlace()
        try place.code.make([.secret("app/same", "same")])
        _ = try await place.activate(place.good)
        let release = place.release(place.good)
        #expect(place.code.text("\(release)/app/version") == "good")
        #expect(FileCall.linkText(place.code.path("\(release)/latest")) == "app/version")
        #expect(place.names(in: release) == [".gitignore", ".lastgood", "app", "latest", "run"])
        let mode = { FileCall.facts(place.code.path($0)).map { $0.st_mode & 0o777 } }
        let root = try #require(FileCall.facts(place.code.root)).st_mode & 0o777
        #expect(mode(release) == root)
        #expect(mode("\(release)/run") == root & 0o664 | (root & 0o444) >> 2)
        // As private as the file that it stands for.
        #expect(mode("\(release)/app/same") == 0o600)
        // The checkout is what it was.
        #expect(try await place.code.head() == place.bad)
        #expect(try await place.code.git("status", "--porcelain") == "")
    }

    @Test func sharesWhatEveryReleaseUses() async throws {
        let place = try await DirectoryPlace(good: [.file("uploads/.keep", "")])
        try place.code.make([.file(".env", "SECRET=1\n"), .file("uploads/one", "1")])
        _ = try await place.activate(place.good)
        #expect(FileCall.linkText(place.code.path("\(place.release(place.good))/.env")) == "../../.env")
        #expect(place.code.text("current/.env") == "SECRET=1\n")
        _ = try await place.activate(place.bad, shared: ["uploads", "var/log"])
        let release = place.release(place.bad)
        #expect(FileCall.linkText(place.code.path("\(release)/uploads")) == "../../uploads")
        #expect(FileCall.linkText(place.code.path("\(release)/var/log")) == "../../../var/log")
        #expect(place.code.text("current/uploads/one") == "1")
        #expect(!place.code.exists("\(release)/.env"))
        #expect(try await place.check(place.bad).0 == .healthy)
    }

    /// Performed again after any of these, it is complete; taken back, nothing of it is left.
    enum Instant: CaseIterable, Sendable {
        case nothing, folder, ownFolder, index, someFiles, withoutMarker, removing
    }

    private func leave(_ instant: Instant, _ path: String, _ place: DirectoryPlace) async throws {
        let own = "\(path)/\(DirectoryMarker.folder)"
        switch instant {
        case .nothing: break
        case .folder: try FileCall.makeDirectory(path)
        case .ownFolder: try FileCall.makeDirectory(own)
        case .index:
            try FileCall.makeDirectory(own)
            try Data("half".utf8).write(to: URL(filePath: "\(own)/index.lock"))
        case .someFiles:
            try FileCall.makeDirectory(own)
            try FileCall.makeDirectory("\(path)/app")
            try Data("half".utf8).write(to: URL(filePath: "\(path)/app/version"))
        case .withoutMarker:
            for step in try await place.steps(to: place.good).prefix(1) { _ = try await step.perform(.silent) }
            unlink(DirectoryMarker.path(in: path))
        case .removing: try FileCall.makeDirectory("\(place.folders.folder)/.removing-\(LockPath.name(path))/app")
        }
    }

    @Test(arguments: Instant.allCases)
    func goesOnAndBackFromEveryInstant(_ instant: Instant) async throws {
        let place = try await DirectoryPlace()
        let step = try #require(try await place.steps(to: place.good).first)
        let planned = try #require(try await place.part(to: place.good).code.contributions.first)
        let build = try planned.step.settings.decoded(as: DirectoryBuild.self)
        try await leave(instant, build.directory, place)
        #expect(try await step.observe().word == "not applied")
        for _ in 0..<2 { try await step.undo(nil, .silent) }
        #expect(try FileCall.names(in: place.folders.folder) == [])
        try await leave(instant, build.directory, place)
        let output = try await step.perform(.silent)
        #expect(try await step.perform(.silent) == output)
        #expect(try await step.observe().word == "applied")
        #expect(place.code.text("releases/\(build.name)/app/version") == "good")
        #expect(try FileCall.names(in: place.folders.folder) == [build.name])
        // Complete, it stays: it is beside everything that is live.
        try await step.undo(output, .silent)
        #expect(place.names == [build.name])
    }

    @Test func refusesADamagedObject() async throws {
        let place = try await DirectoryPlace()
        let blob = try await place.code.git("rev-parse", "\(place.good):app/version").trimmed
        let path = place.code.path(".git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))")
        chmod(path, 0o644)
        let step = try #require(try await place.steps(to: place.good).first)
        try Data("nonsense".utf8).write(to: URL(filePath: path))
        await #expect(throws: Failure.self) { _ = try await step.perform(.silent) }
        try await step.undo(nil, .silent)
        #expect(place.names == [])
    }

    @Test func mixedLineEndingsAreRight() async throws {
        let place = try await DirectoryPlace()
        try place.code.make([.file("mixed.txt", "one\r\ntwo\n")])
        try await place.code.git("add", "--all")
        let mixed = try await place.code.commitStaged()
        let target = try await place.code.commit([.file(".gitattributes", "*.txt text\n")])
        try #require(mixed != target)
        _ = try await place.activate(target)
        #expect(place.code.text("current/mixed.txt") == "one\r\ntwo\n")
        #expect(try await place.check(target).0 == .healthy)
        #expect(try await place.part(to: target).code.isThere)
    }
}
