import FoundationEssentials
import Glibc
import RollbackCore
@testable import RollbackDrivers
import RollbackTestKit
import Testing

struct ReleaseDependenciesTests {
    private let place: CodePlace
    private let store: ScratchFolder
    init() async throws {
        place = try await CodePlace()
        store = try ScratchFolder()
    }

    private static let lock = #"{"lockfileVersion": 3, "packages": {"": {"version": "1"}}}"#

    private func processes() -> ScriptedProcesses {
        let processes = ScriptedProcesses()
        processes.on("node", output: "v20.1.0 115 linux-x64\n")
        processes.on("npm", "--version", output: "10\n")
        return processes
    }

    private func commit(_ files: [String: String]) async throws {
        for (path, text) in files { try place.write(path, text) }
        try await place.git("add", "--all")
        try await place.git("commit", "-qm", "one")
    }

    private func dependencies(_ processes: any ProcessRunning) async throws -> (ReleaseDependencies, CommitTree) {
        let git = try await GitRepository.open(place.root, RealProcesses.runner())
        let head = try await git.head()
        let planning = DependencyPlanning(root: place.root, store: store.path, processes: processes) {
            try await git.content(of: $0, at: head)
        }
        return (ReleaseDependencies(planning), try await CommitTree.read(git, head, CodeScope(prefix: "")))
    }

    private func node() async throws {
        try await commit([
            "package-lock.json": Self.lock, "package.json": "{}", ".gitignore": "node_modules\n",
            "docs/requirements.txt": "sphinx\n",
        ])
        try FileManager.default.createDirectory(atPath: place.path("node_modules"), withIntermediateDirectories: true)
    }

    @Test func anInstalledSetIsFoundWithWhatItWasInstalledFrom() async throws {
        try await node()
        let (dependencies, tree) = try await dependencies(processes())
        let part = try await dependencies.part(of: tree)
        let found = try #require(part.sets.first)
        #expect(part.sets.count == 1 && found.set.ecosystem == "npm" && found.set.locks == ["package-lock.json"])
        #expect(found.live == place.path("node_modules") && found.kept == nil && found.obstacle == nil)
        #expect(part.notes == ["no set installed from docs/requirements.txt was found"])
    }

    /// A plan that goes to this commit looks for the set under the same key.
    @Test func itsKeyIsTheOneThatARollbackLooksFor() async throws {
        try await node()
        let (dependencies, tree) = try await dependencies(processes())
        let key = try #require(try await dependencies.part(of: tree).sets.first).set.key
        try place.write("package-lock.json", Self.lock.replacing("\"\": {", with: "\"a\": {}, \"\": {"))
        let plan = try await dependencies.planning.part(changedPaths: ["package-lock.json"], keep: false)
        let build = try #require(plan.contributions.first { $0.step.kind == DependencySteps.build })
        #expect(try build.step.settings.decoded(as: DependencyBuild.self).key == key)
    }

    @Test func aSetThatWasBuiltIsKept() async throws {
        try await node()
        let processes = processes()
        processes.on("npm", "ci") { command in
            try FileManager.default.createDirectory(
                atPath: "\(command.directory ?? "")/node_modules", withIntermediateDirectories: true)
            return CommandResult(status: 0, output: Data(), errors: Data())
        }
        let (dependencies, tree) = try await dependencies(processes)
        let found = try #require(try await dependencies.part(of: tree).sets.first)
        let path = try await dependencies.build(found, .silent)
        #expect(try await dependencies.part(of: tree).sets.first?.kept == path)
        #expect(path.hasPrefix("\(store.path)/\(found.set.key)/"))
    }

    @Test func withoutItsInterpreterItIsSaidToBeThereOnly() async throws {
        try await node()
        let silent = ScriptedProcesses()
        silent.on("node", status: 1)
        let (dependencies, tree) = try await dependencies(silent)
        let found = try #require(try await dependencies.part(of: tree).sets.first)
        #expect(found.obstacle == "npm or its interpreter does not run here")
    }

    // MARK: The commit's files

    @Test func aFileThatDiffersInTheCheckoutIsReadFromGit() async throws {
        try await node()
        let (_, tree) = try await dependencies(processes())
        try place.write("package-lock.json", "something else")
        #expect(try await tree.content(of: "package-lock.json") == Data(Self.lock.utf8))
        #expect(try await tree.content(of: "missing.txt") == nil)
    }

    @Test func submodulesAndGarbageAreNoFiles() throws {
        let output = "100644 blob a1\trequirements.txt\u{0}160000 commit b2\tpackage-lock.json\u{0}garbage\u{0}"
        #expect(try CommitTree.parse(Data(output.utf8)) == ["requirements.txt": "a1"])
        #expect(try CommitTree.parse(Data()) == [:])
    }
}
