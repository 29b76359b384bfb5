import FoundationEssentials
import RollbackCore
@testable import RollbackDrivers
import RollbackTestKit
import Testing

struct EnvironmentFileTests {
    private func facts(in directory: String) -> ServiceFacts {
        let setting = ProcessSetting(
            arguments: [], executable: "", directory: directory, environment: [:],
            owner: UserIdentity(user: 0, group: 0),
            outputFile: nil, errorFile: nil, controlGroup: "")
        return ServiceFacts(service: "web", manager: .process, processes: [], setting: setting)
    }

    @Test func theNearestOneCounts() throws {
        let folder = try ScratchFiles()
        let root = folder.scratch.path
        let service = Service(name: "web")
        #expect(try EnvironmentFile.variables(of: service, facts(in: folder.path("web")), root: root) == [:])
        try folder.write(".env", Data("A=root\n".utf8))
        #expect(try EnvironmentFile.variables(of: service, facts(in: folder.path("web")), root: root) == ["A": "root"])
        try folder.write("web/.env", Data("A=web\n".utf8))
        #expect(try EnvironmentFile.variables(of: service, facts(in: folder.path("web")), root: root) == ["A": "web"])
        try folder.write("other", Data("A=configured\n".utf8))
        let launch = LaunchSpecification(arguments: ["x"], directory: root, environmentFile: folder.path("other"))
        let configured = Service(name: "web", launch: launch)
        #expect(
            try EnvironmentFile.variables(of: configured, facts(in: folder.path("web")), root: root) == [
                "A": "configured"
            ])
    }
}
