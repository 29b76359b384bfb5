import FoundationEssentials
import Glibc
import RollbackCore
@testable import RollbackDrivers
import RollbackFiles
import RollbackTestKit
import Testing

/// Dependency sets are linked into a release directory, each release's own.
struct DirectorySetTests {
    private func place() async throws -> DirectoryPlace {
        let place = try await DirectoryPlace(
            good: [.file("requirements.txt", "")], bad: [.file("requirements.txt", "# none\n")])
        let environment = place.code.path(".venv")
        _ = try await RealProcesses.runner().require(Command(["python3", "-m", "venv", "--without-pip", environment]))
        return place
    }

    @Test func theLiveSetIsLinkedWhereNothingInstalledDiffers() async throws {
        let place = try await place()
        _ = try await place.activate(place.good)
        #expect(FileCall.linkText(place.code.path("current/.venv")) == place.code.path(".venv"))
        _ = try await place.activate(place.bad)
        #expect(FileCall.linkText(place.code.path("current/.venv")) == place.code.path(".venv"))
        #expect(access(place.code.path("current/.venv/bin/python"), X_OK) == 0)
    }

    /// The target names other packages: its set is built in the store, and linked; nothing is switched in the checkout.
    @Test func anotherSetIsBuiltBesideAndLinked() async throws {
        let place = try await DirectoryPlace(
            good: [.file("requirements.txt", "six==1.16.0\n")], bad: [.file("requirements.txt", "six==1.17.0\n")])
        _ = try await RealProcesses.runner().require(
            Command(["python3", "-m", "venv", "--without-pip", place.code.path(".venv")]))
        let part = try await place.part(to: place.good)
        let builds = part.dependencies.contributions.filter { $0.step.kind == DependencySteps.build }
        #expect(builds.count == 1 && part.dependencies.contributions.count == 1)
        let set = try #require(try builds.first?.step.settings.decoded(as: DependencyBuild.self))
        let code = try #require(part.code.contributions.first)
        let build = try code.step.settings.decoded(as: DirectoryBuild.self)
        #expect(build.sets.map(\.path) == [".venv"])
        #expect(build.sets.first.map { $0.target.hasPrefix(set.folder) } == true)
        // Another set is another directory.
        let kept = try await place.planning(to: place.good).part(from: place.bad, to: place.good, keep: true)
        let keeping = try #require(kept.code.contributions.first)
        #expect(try keeping.step.settings.decoded(as: DirectoryBuild.self).name != build.name)
        #expect(kept.dependencies.contributions.isEmpty)
    }

    /// A set that somebody has removed behind the directory's back makes it unusable.
    @Test func aDirectoryWithoutItsSetIsNotReady() async throws {
        let place = try await place()
        _ = try await place.activate(place.good)
        _ = try await place.activate(place.bad)
        try FileManager.default.removeItem(atPath: place.code.path(".venv"))
        let part = try await place.part(to: place.good)
        #expect(part.code.contributions.first?.step.kind == DirectorySteps.build)
    }
}
