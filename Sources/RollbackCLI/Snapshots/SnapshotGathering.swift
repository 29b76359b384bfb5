import FoundationEssentials
import Glibc
import RollbackConfiguration
import RollbackCore
import RollbackDatabase
import RollbackDrivers
import RollbackStore

/// Gathers what a snapshot holds besides the bytes of files: facts, and where the rest is. What fails is named as
/// missing, and keeps nothing else out.
struct SnapshotGathering: Sendable {
    let platform: Platform

    /// Facts that say how the platform is made, not how it happens to fare: what differs in them, somebody has changed.
    func lasting() async -> [String: JSONValue] {
        let names = ["git", "environment", "host", "dependencies", "schema"]
        return await facts(withSymptoms: false).facts.filter { names.contains($0.key) }
    }

    /// What is read while the facts are gathered.
    func content() -> SnapshotSources {
        var sources = SnapshotSources()
        sources.files["git.index"] = "\(platform.git.gitFolder)/index"
        sources.trees = trees
        sources.databases = databases()
        return sources
    }

    func facts(withSymptoms: Bool = true) async -> SnapshotSources {
        var sources = SnapshotSources()
        // Each of them waits for other processes.
        async let gitFacts = result { try await git() }
        async let serviceFacts = result { try await services() }
        async let symptomFacts = result { withSymptoms ? try await symptoms() : .null }
        async let codeFacts = ofCode()
        sources.take("environment", await result { try environment() })
        sources.take("system", .success(SystemNotes.gather(at: platform.root)))
        sources.take("host", .success(SystemNotes.host(platform.machine.environment)))
        sources.take("git", await gitFacts)
        sources.take("services", await serviceFacts)
        sources.take("symptoms", await symptomFacts)
        let (dependencies, schema) = await codeFacts
        sources.take("dependencies", dependencies)
        sources.take("schema", schema)
        return sources
    }

    private func result(_ gather: () async throws -> JSONValue) async -> SnapshotSources.Fact {
        do { return .success(try await gather()) } catch {
            return .missing(platform.access.mask(platform.effects.words(error)))
        }
    }

    /// Both read the commit's tree, which is long.
    private func ofCode() async -> (dependencies: SnapshotSources.Fact, schema: SnapshotSources.Fact) {
        do {
            let tree = try await CommitTree.read(platform.git, platform.current(), platform.access.scope)
            return (await result { try await dependencies(tree) }, await result { try await schema(tree) })
        } catch {
            let missing = SnapshotSources.Fact.missing(platform.access.mask(platform.effects.words(error)))
            return (missing, missing)
        }
    }

    private func git() async throws -> JSONValue {
        let head = try await platform.current()
        return .object([
            "commit": .string(head.rawValue), "branch": try await platform.git.branch().map { .string($0) } ?? .null,
            "changed": .array(
                try await platform.git.changedPathsHere(since: head, in: platform.access.scope).map { .string($0) }),
        ])
    }

    private func services() async throws -> JSONValue {
        var found: [String: JSONValue] = [:]
        for service in platform.services {
            let facts = try await platform.access.managers[service].facts(of: service)
            found[service.name.rawValue] = try JSONValue(encoding: facts)
        }
        return .object(found)
    }

    private func environment() throws -> JSONValue {
        try JSONValue(
            encoding: ReleaseEnvironmentFiles(
                root: platform.configuration.home, services: platform.services, found: platform.found
            ).values().files)
    }

    private func dependencies(_ tree: CommitTree) async throws -> JSONValue {
        let part = try await platform.releaseDependencies(of: platform.current()).part(of: tree)
        return .array(
            try part.sets.map { found in
                .object([
                    "set": try JSONValue(encoding: found.set), "live": .string(found.live),
                    "kept": found.kept.map { .string($0) } ?? .null,
                ])
            })
    }

    private func schema(_ tree: CommitTree) async throws -> JSONValue {
        try JSONValue(encoding: await ReleaseSchema(tree, prefix: platform.access.scope.prefix).heads())
    }

    private func symptoms() async throws -> JSONValue {
        let list = CheckList(configuration: platform.configuration, services: platform.services, addresses: [])
        return try JSONValue(encoding: await platform.access.symptoms(list.all(codeIsCritical: false)))
    }

    /// Dependency sets and caches are made anew from what is kept; databases are copied by their own means.
    var trees: [SnapshotSources.Tree] {
        let live = (try? platform.access.folders?.live()?.path) ?? platform.root
        let own = [".git", ".lastgood", "rollback/backups"]
        let names = [".venv", "venv", "node_modules"] + platform.configuration.cachePatterns
        return [
            SnapshotSources.Tree(name: "code", root: live, without: Set(own), withoutNames: names),
            SnapshotSources.Tree(name: "configuration", root: "\(platform.root)/rollback/config"),
        ].filter { access($0.root, F_OK) == 0 }
    }

    private func databases() -> [SnapshotSources.Database] {
        PlatformDatabases(platform).known.map {
            SnapshotSources.Database(
                name: SnapshotSources.partName(SnapshotSources.database + $0.title), address: $0.address)
        }
    }
}
