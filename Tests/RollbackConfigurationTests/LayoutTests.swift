import RollbackConfiguration
import RollbackCore
import Testing

/// Where services run from, and what belongs to which layout.
struct LayoutTests {
    private func load(_ members: String) throws -> PlatformConfiguration {
        try Sample.load(rollback: "{\(members)}")
    }

    private let service = #"""
        "service_dependencies": {"api": {"port": 8000, "start": "run", "directory": "server", "environment_file": ".env",
        "log_file": "logs/api.log", "environment": {"KEY": {"file": "secrets/key"}}}}
        """#

    @Test func servicesRunThroughTheLink() throws {
        let configuration = try load(#""layout": "release_directories", \#(service)"#)
        let launch = try #require(configuration.services.first?.launch)
        #expect(configuration.home == "/srv/platform/current")
        #expect(launch.directory == "/srv/platform/current/server")
        #expect(launch.environmentFile == "/srv/platform/current/.env")
        // No release's own.
        #expect(launch.logFile == "/srv/platform/logs/api.log")
        #expect(launch.secrets == ["KEY": .file("/srv/platform/secrets/key")])
        #expect(try load(service).services.first?.launch?.directory == "/srv/platform/server")
    }

    @Test func theirKeysHaveTheirEffect() throws {
        let keys = #""release_directories": {"shared_paths": ["uploads", ".env"], "keep": 3}"#
        let configuration = try load(#""layout": "release_directories", \#(keys)"#)
        #expect(configuration.directories.sharedPaths == ["uploads", ".env"])
        #expect(configuration.directories.kept == 3 && configuration.unheeded.isEmpty)
        #expect(try load(#""layout": "release_directories""#).directories == DirectoryPolicy())
    }

    @Test(arguments: [
        (#""release_directories": {"keep": 3}"#, "release_directories"),
        (#""layout": "release_directories", "code": {"head": "commit", "pin_hook": true}"#, "code.head"),
        (#""layout": "release_directories", "caches": ["tmp"]"#, "caches"),
    ])
    func aKeyOfTheOtherLayoutIsNamed(_ members: String, _ key: String) throws {
        let notes = try load(members).unheeded
        #expect(notes.map(\.place.key) == [key])
        #expect(notes.first?.message.hasPrefix("has no effect: it belongs to") == true)
    }

    /// A container keeps the folder that it was made from.
    @Test func servicesOfComposeNeedTheOtherLayout() {
        let members = #""layout": "release_directories", "service_dependencies": {"web": {"manager": "compose"}}"#
        #expect(throws: Failure.self) { _ = try load(members) }
    }
}
