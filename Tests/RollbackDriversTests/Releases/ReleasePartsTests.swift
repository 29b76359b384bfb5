import FoundationEssentials
import Glibc
import RollbackCore
@testable import RollbackDrivers
import RollbackTestKit
import Testing

struct ReleasePartsTests {
    private let place: DependencyPlace
    init() throws { place = try DependencyPlace() }

    // MARK: Environment files

    private func environment(_ services: [Service] = [], found: [ServiceFacts] = []) throws -> EnvironmentValues {
        try ReleaseEnvironmentFiles(root: place.root, services: services, found: found).values()
    }

    private func service(_ name: ServiceName, file: String? = nil, directory: String? = nil) -> Service {
        let launch = LaunchSpecification(
            arguments: ["x"], directory: directory ?? place.root, environmentFile: file)
        return Service(name: name, launch: launch)
    }

    @Test func everyFileThatAServiceIsStartedWithCounts() throws {
        try place.write("A=1\n", to: "\(place.root)/.env")
        try place.write("B='2 3'\nC\n", to: "\(place.root)/web/.env")
        try place.write("D=4\n", to: "\(place.base)/secrets/worker.env")
        let services = [
            service("web", directory: "\(place.root)/web"),
            service("worker", file: "\(place.base)/secrets/worker.env"), service("other", file: "/nowhere/.env"),
        ]
        let values = try environment(services)
        #expect(
            values.files == [
                ".env": ["A": "1"], "web/.env": ["B": "2 3"], "\(place.base)/secrets/worker.env": ["D": "4"],
            ])
        #expect(try environment().files == [".env": ["A": "1"]])
    }

    @Test func withoutAFileThereIsNone() throws { #expect(try environment([service("web")]).isEmpty) }

    @Test func aFileThatCannotBeReadIsNoEmptyOne() throws {
        try place.make("\(place.root)/.env")
        #expect(throws: Failure.self) { try environment() }
    }

    // MARK: Artifacts

    private func artifacts(
        _ patterns: [String], services: [Service] = [], processes: any ProcessRunning = ScriptedProcesses()
    ) async throws -> ReleaseArtifacts.Part {
        try await ReleaseArtifacts(
            root: place.root, patterns: patterns, services: services, processes: processes
        ).part()
    }

    @Test func filesAreKnownByTheirContent() async throws {
        try place.write("one", to: "\(place.root)/dist/a.js")
        try place.write("two", to: "\(place.root)/dist/deep/b.js")
        try place.write("other", to: "\(place.root)/dist/c.css")
        let whole = try await artifacts(["dist"])
        #expect(whole.artifacts.keys.sorted() == ["dist/a.js", "dist/c.css", "dist/deep/b.js"])
        #expect(
            whole.artifacts["dist/a.js"] == "sha256:7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed")
        #expect(try await artifacts(["dist/*.js"]).artifacts.keys.sorted() == ["dist/a.js"])
        let none = try await artifacts(["build/*.whl"])
        #expect(none.artifacts.isEmpty && none.notes == ["nothing is there that artifacts names as build/*.whl"])
    }

    private static let containers = #"""
        [{"Id": "c1", "Image": "sha256:aa", "Config": {"Image": "shop", "Labels": {
          "com.docker.compose.project": "shop", "com.docker.compose.service": "web",
          "com.docker.compose.project.working_dir": "/srv/shop"}}, "State": {"Running": true, "Pid": 1}}]
        """#

    @Test func imagesAreKnownByTheEnginesDigest() async throws {
        var web = Service(name: "web", manager: .compose)
        web.unit = "shop/web"
        let processes = ScriptedProcesses()
        processes.on("docker", "compose", "version", output: "v2")
        processes.on("docker", "ps", output: "c1\n")
        processes.on("docker", "inspect", output: Self.containers)
        let part = try await artifacts([], services: [web], processes: processes)
        #expect(part.artifacts == ["image/web": "sha256:aa"] && part.notes.isEmpty)
    }

    @Test func anEngineThatDoesNotAnswerIsSaid() async throws {
        let part = try await artifacts([], services: [Service(name: "web", manager: .compose)])
        #expect(part.artifacts.isEmpty && part.notes.count == 1)
    }
}
