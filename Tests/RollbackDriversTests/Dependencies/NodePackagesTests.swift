import FoundationEssentials
import RollbackCore
@testable import RollbackDrivers
import RollbackTestKit
import Testing

/// npm as it would be run; nothing is installed.
struct NodePackagesTests {
    private let place: DependencyPlace
    private let processes = ScriptedProcesses()
    private let target = [
        "web/package-lock.json":
            #"{"lockfileVersion":3,"packages":{"":{"version":"1"},"node_modules/a":{"version":"1.0.0"}}}"#,
        "web/package.json": #"{"name":"web","scripts":{"postinstall":"node build.js"},"dependencies":{"a":"1.0.0"}}"#,
        "web/.npmrc": "//index/:_authToken=secret\n",
    ]

    init() throws {
        place = try DependencyPlace()
        try place.write("bad", to: "\(place.root)/web/node_modules/a/index.js")
        try place.write(#"{"packages":{}}"#, to: "\(place.root)/web/package-lock.json")
        processes.on("node", "-p", output: "v20.1.0 115 linux-x64\n")
        processes.on("npm", "--version", output: "10\n")
    }

    private func part() async throws -> DependencyPlanning.Part {
        try await place.planning(target: target, processes: processes)
            .part(changedPaths: ["web/package-lock.json"], keep: false)
    }

    @Test func theTargetsModulesAreInstalledBesideAndSwitched() async throws {
        let part = try await part()
        #expect(part.warnings == ["web/package.json runs its own postinstall at an install; that is left out"])
        let build = try place.step(part.contributions[0], target: target, processes: processes)
        processes.on("npm", "ci") { [place] command in
            let here = command.directory ?? ""
            #expect(place.text("\(here)/package.json")?.contains("scripts") == false)
            #expect(place.text("\(here)/.npmrc")?.contains("secret") == true)
            try place.write("good", to: "\(here)/node_modules/a/index.js")
            return CommandResult(status: 0)
        }
        _ = try await build.perform(.silent)
        let folder = processes.ran.last?.directory ?? ""
        #expect(
            folder.hasPrefix(place.store)
                && place.names(folder) == ["node_modules", "package-lock.json", "package.json"])
        let change = try place.step(part.contributions[1], target: target)
        _ = try await change.perform(.silent)
        #expect(place.text("\(place.root)/web/node_modules/a/index.js") == "good")
        try await change.undo(nil, .silent)
        #expect(place.text("\(place.root)/web/node_modules/a/index.js") == "bad")
    }

    @Test func aNewVersionOfTheProjectItselfChangesNothing() async throws {
        let lock =
            #"{ "packages": {"node_modules/a": {"version": "1.0.0"}, "": {"version": "2"}}, "lockfileVersion": 3 }"#
        try place.write(lock, to: "\(place.root)/web/package-lock.json")
        let part = try await part()
        #expect(part.contributions == [] && part.leaves.count == 1)
    }

    @Test func aMissingNpmKeepsTheSet() async throws {
        processes.on("npm") { _ in throw Failure.commandMissing("npm", why: "") }
        let part = try await part()
        #expect(part.contributions == [] && part.warnings.count == 1)
    }
}
