import FoundationEssentials
package import RollbackCore
import RollbackFiles

/// The dependency sets that a commit's lock files install here, and where each is kept.
package struct ReleaseDependencies: Sendable {
    /// One of them.
    package struct Found: Sendable {
        package var set: DependencySet
        /// The name under which services use it, absolute.
        package var live: String
        /// Where it is complete, and stays when another is installed at `live`; nil when it is only there.
        package var kept: String?
        /// Why it cannot be built, in half a sentence; nil when it can.
        package var obstacle: String?
        let build: DependencyBuild
    }

    package struct Part: Sendable {
        package var sets: [Found] = []
        /// Lock files without a set here.
        package var notes: [String] = []
    }

    let planning: DependencyPlanning

    /// - Parameter planning: its target is the commit.
    package init(_ planning: DependencyPlanning) { self.planning = planning }

    package func part(of tree: CommitTree) async throws -> Part {
        var part = Part()
        var claimed: Set<String> = []
        for ecosystem in DependencyEcosystems.all {
            for group in ecosystem.groups(in: tree.paths) {
                guard let live = planning.search.liveSet(ecosystem, near: group.folder) else {
                    part.notes.append("no set installed from \(group.locks.joined(separator: ", ")) was found")
                    continue
                }
                guard claimed.insert(live.path).inserted else { continue }
                if let found = try await found(ecosystem, group, live, tree) { part.sets.append(found) }
            }
        }
        return part
    }

    private func found(
        _ ecosystem: any DependencyEcosystem, _ group: LockGroup, _ live: LiveSet, _ tree: CommitTree
    ) async throws -> Found? {
        let locks = try ecosystem.relevant(group, live: live, root: planning.root)
        let inputs = try await ecosystem.inputs(of: locks) { try await tree.content(of: $0) }
        let present = locks.filter { lock in inputs.contains { $0.path == lock } }
        guard !present.isEmpty else { return nil }
        let shell = DependencyShell(processes: planning.processes, owner: live.owner)
        let interpreter = try await ecosystem.interpreter(of: live, shell)
        let facts = interpreter ?? InterpreterFacts(title: "unknown", version: "", platform: "")
        let build = try planning.build(ecosystem, inputs, present.count, live, facts)
        let obstacle =
            interpreter == nil
            ? "\(ecosystem.name) or its interpreter does not run here"
            : try ecosystem.obstacle(inputs, live: live, root: planning.root)
        return Found(
            set: DependencySet(ecosystem: ecosystem.name, key: build.key, locks: present), live: live.path,
            kept: try kept(build, ecosystem, inputs, facts), obstacle: obstacle, build: build)
    }

    private func kept(
        _ build: DependencyBuild, _ ecosystem: any DependencyEcosystem, _ inputs: [DependencyInput],
        _ facts: InterpreterFacts
    ) throws -> String? {
        if FileCall.facts(build.marker) != nil { return ecosystem.setPath(of: build) }
        return try ReadySet(ecosystem: ecosystem, inputs: inputs, interpreter: facts).find(beside: build.live)
    }

    /// Builds a set in the store, beside the live one.
    /// - Returns: where it is.
    package func build(_ found: Found, _ progress: StepProgress) async throws -> String {
        var shell = DependencyShell(processes: planning.processes, owner: found.build.live.owner)
        shell.wayAround = nil
        let step = BuildDependencies(
            settings: found.build, ecosystem: try DependencyEcosystems.named(found.build.ecosystem),
            read: planning.contentAtTarget, shell: shell)
        return try await step.perform(progress).set
    }
}
