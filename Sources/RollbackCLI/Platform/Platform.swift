import FoundationEssentials
import Glibc
import RollbackConfiguration
import RollbackCore
import RollbackDrivers
import RollbackReporting
import RollbackStore
import RollbackSystem

/// A platform, opened: its configuration, repository, state and services.
struct Platform: Sendable {
    let machine: Machine
    let configuration: PlatformConfiguration
    let git: GitRepository
    let state: StateDirectory
    var access: PlatformAccess
    /// What was found on the way and should be said.
    let warnings: [String]
    /// How services that nobody configured were found to run.
    let found: [ServiceFacts]

    var root: String { configuration.root }
    var services: [Service] { access.services }
    var effects: Effects { machine.effects }
    /// The named one that the configuration was read for.
    var environment: String? { configuration.environment }
    var logLevel: LogLevel { configuration.settings.logLevel }

    /// The commit that is live: what is checked out, or what the live release directory was made of.
    func current() async throws -> CommitID {
        if let live = try access.folders?.commit() { return live }
        return try await git.head()
    }

    var contacts: EmergencyContacts { PlatformContacts.of(configuration) }

    /// - Throws: `Failure.notARepository`, configuration problems, `Failure.stateFromNewerVersion`.
    /// - Parameter given: where its state is; where the newest is, if left out.
    /// - Parameter name: of a commit that will be asked for.
    static func open(
        _ folder: String, _ machine: Machine, state given: StateDirectory? = nil, naming name: String? = nil
    ) async throws -> Platform {
        guard let top = GitRepository.top(above: folder) else { throw Failure.notARepository(path: folder) }
        async let repository = GitRepository.open(folder, machine.effects.processes, naming: name)
        let root = PlatformContacts.configuredRoot(from: folder, upTo: top) ?? top
        let loaded = Result { try ConfigurationLoader.load(root: root, environment: machine.environment) }
        // What runs is looked for while git answers.
        async let running = PlatformServices.running(try? loaded.get(), root, machine)
        let git = try await repository
        let configuration = try loaded.get()
        let state = given ?? MemoryState.newest(for: StateDirectory(path: "\(git.gitFolder)/lastgood"))
        try state.check()
        let found = try PlatformServices(
            configuration: configuration, root: root, state: state, machine: machine
        ).found(try await running)
        let prefix = root == git.root ? "" : String(root.dropFirst(git.root.count + 1))
        var access = PlatformAccess(
            effects: machine.effects, root: root, layout: configuration.layout, git: git,
            scope: CodeScope(prefix: prefix),
            services: found.services, managers: found.managers, pins: PinFile(state),
            mask: FreshMask(
                root: root, services: found.services, facts: found.facts, environment: machine.environment
            ).masked)
        let sealed = SealedEnvironment(state, key: machine.keyFile)
        access.openEnvironment = { try sealed.open($0) }
        var platform = Platform(
            machine: machine, configuration: configuration, git: git, state: state, access: access,
            warnings: found.warnings + (state.isInMemory ? [Self.keptInMemory] : []), found: found.facts)
        let databases = PlatformDatabases(platform)
        platform.access.answer = { try await databases.answer($0) }
        return platform
    }

    /// Keeps how found services run, so that each can be started again also when its process is gone: by this run, and
    /// by whoever resumes or undoes it. Only a run does this; looking changes nothing.
    func rememberServices() throws {
        let memory = ServiceMemoryFiles(state)
        for facts in found where facts.manager == .process && facts.ran {
            try memory.remember(ServiceRecord(facts: facts))
        }
    }
}
