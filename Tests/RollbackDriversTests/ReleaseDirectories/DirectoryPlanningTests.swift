import FoundationEssentials
import Glibc
import RollbackCore
@testable import RollbackDrivers
import RollbackFiles
import Testing

/// What a plan makes of the directories that are there.
struct DirectoryPlanningTests {
    private func kinds(_ part: DirectoryPlanning.Part) -> [StepKind] { part.code.contributions.map(\.step.kind) }

    @Test func whatIsOnDiskIsOnlySwitched() async throws {
        let place = try await DirectoryPlace()
        #expect(kinds(try await place.part(to: place.good)) == [DirectorySteps.build, DirectorySteps.change])
        _ = try await place.activate(place.good)
        _ = try await place.activate(place.bad)
        let part = try await place.part(to: place.good)
        #expect(kinds(part) == [DirectorySteps.change])
        #expect(part.code.paths.sorted() == ["added", "app/version"])
        #expect(kinds(try await place.part(to: place.bad)) == [])
    }

    /// Edits stay where they were made; a release that is gone back to is the release.
    @Test func whatSomebodyHasEditedIsNoRelease() async throws {
        let place = try await DirectoryPlace()
        _ = try await place.activate(place.good)
        let edited = place.release(place.good)
        // Of the same length, with the times put back: git looks at more than that.
        try place.code.make([.file("\(edited)/app/version", "food")])
        #expect(try await place.check(place.good).0 == .bad)
        _ = try await place.activate(place.bad)
        _ = try await place.activate(place.good)
        #expect(place.link == "\(edited)-2" && place.code.text("current/app/version") == "good")
        #expect(place.code.text("\(edited)/app/version") == "food")
        #expect(try await place.check(place.good).0 == .healthy)
    }

    /// A touched file is the same file, and what services leave beside the code is not the code.
    @Test func whatIsTouchedOrAddedIsTheRelease() async throws {
        let place = try await DirectoryPlace()
        _ = try await place.activate(place.good)
        utimes(place.code.path("current/app/version"), nil)
        try place.code.make([.file("current/app/__pycache__/x.pyc", "1"), .file("current/log.txt", "1")])
        #expect(try await place.check(place.good).0 == .healthy)
        #expect(try await place.part(to: place.good).code.isThere)
    }

    @Test(arguments: ["deleted", "damaged", "half", "newer"])
    func whatIsNotCompleteIsBuiltAnew(_ how: String) async throws {
        let place = try await DirectoryPlace()
        _ = try await place.activate(place.good)
        let release = place.release(place.good)
        _ = try await place.activate(place.bad)
        let marker = DirectoryMarker.path(in: place.code.path(release))
        switch how {
        case "deleted": try FileManager.default.removeItem(atPath: place.code.path(release))
        case "damaged": try Data("{".utf8).write(to: URL(filePath: marker))
        case "half": unlink(marker)
        default: try Data(#"{"version":99}"#.utf8).write(to: URL(filePath: marker))
        }
        _ = try await place.activate(place.good)
        #expect(place.link == (["deleted", "half"].contains(how) ? release : "\(release)-2"))
        #expect(try await place.check(place.good).0 == .healthy)
    }

    /// A folder of somebody's is never taken for one of lastgood's.
    @Test func anothersFolderKeepsItsName() async throws {
        let place = try await DirectoryPlace()
        let planned = try #require(try await place.part(to: place.good).code.contributions.first)
        let build = try planned.step.settings.decoded(as: DirectoryBuild.self)
        try place.code.make([.file("releases/\(build.name)/mine", "1")])
        _ = try await place.activate(place.good)
        #expect(place.link == "releases/\(build.name)-2")
        #expect(place.code.text("releases/\(build.name)/mine") == "1")
    }

    @Test func aRemovedLiveReleaseKeepsNobodyFromTheGoodOne() async throws {
        let place = try await DirectoryPlace()
        _ = try await place.activate(place.bad)
        try FileManager.default.removeItem(atPath: place.code.path(place.release(place.bad)))
        let part = try await place.part(to: place.good)
        #expect(part.code.warnings.contains { $0.contains("which is gone") })
        _ = try await place.activate(place.good)
        #expect(place.code.text("current/app/version") == "good")
    }

    @Test func aDirectoryOfCapistranoSaysWhatItIs() async throws {
        let place = try await DirectoryPlace()
        try place.code.make([.file("releases/20250101/REVISION", "\(place.bad)\n")])
        symlink(place.code.path("releases/20250101"), place.folders.link)
        #expect(try place.folders.commit() == place.bad)
        #expect(try await place.check(place.bad).0 == .inconclusive)
        let steps = try await place.steps(to: place.good)
        for step in steps { _ = try await step.perform(.silent) }
        #expect(place.code.text("current/app/version") == "good")
        try await steps[1].undo(nil, .silent)
        #expect(place.link == place.code.path("releases/20250101"))
    }

    /// Rows must not stay behind with the code.
    @Test func databasesAreSharedOrTheReleaseIsRefused() async throws {
        let place = try await DirectoryPlace()
        let rows = Data("SQLite format 3\0rows".utf8)
        try place.code.write("data/shop.db", rows)
        _ = try await place.activate(place.good)
        #expect(FileCall.linkText(place.code.path("current/data/shop.db")) == "../../../data/shop.db")
        _ = try await place.activate(place.bad)
        #expect(FileCall.linkText(place.code.path("current/data/shop.db")) == "../../../data/shop.db")
        try place.code.write("current/other.sqlite3", rows)
        await #expect(throws: Failure.self) { _ = try await place.part(to: place.good) }
    }

    @Test func submodulesAndFoldersOfARepositoryAreRefused() async throws {
        let place = try await DirectoryPlace()
        try await place.code.git("update-index", "--add", "--cacheinfo", "160000,\(place.good),module")
        let module = try await place.code.commitStaged()
        await #expect(throws: Failure.self) { _ = try await place.part(to: module) }
        let part = try await place.planning(to: place.good, scope: "app")
        await #expect(throws: Failure.self) { _ = try await part.part(from: place.bad, to: place.good, keep: false) }
    }

    /// A real folder called `current` is somebody's.
    @Test func aFolderInTheLinksPlaceIsRefused() async throws {
        let place = try await DirectoryPlace()
        try place.code.make([.folder("current")])
        await #expect(throws: Failure.self) { _ = try await place.part(to: place.good) }
    }
}
