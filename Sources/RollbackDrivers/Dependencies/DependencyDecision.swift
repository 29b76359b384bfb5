import FoundationEssentials
import RollbackCore
import RollbackFiles

/// What becomes of the set that one group of lock files installs: kept, taken from where it is, or built.
struct DependencyDecision {
    let planning: DependencyPlanning
    let ecosystem: any DependencyEcosystem
    let group: LockGroup
    let keep: Bool
    let noBuild: String?

    private var names: String { group.locks.joined(separator: ", ") }

    func decide(_ plan: inout DependencyPlan) async throws {
        guard let live = planning.search.liveSet(ecosystem, near: group.folder) else {
            plan.warnings.append("\(names) differs in the target, and no set installed from it was found")
            return
        }
        let locks = try ecosystem.relevant(group, live: live, root: planning.root)
        let now = try await ecosystem.inputs(of: locks, read: planning.contentNow)
        let inputs = try await ecosystem.inputs(of: locks, read: planning.contentAtTarget)
        if meaning(now) == meaning(inputs) {
            plan.leaves.append("\(show(live)): \(names) differs in nothing that is installed there")
            return
        }
        guard plan.claim(live) else { return }
        let present = locks.filter { lock in inputs.contains { $0.path == lock } }
        if let why = try await reasonToKeep(inputs, present, live) {
            plan.warnings.append("\(names) differs in the target; the installed set \(show(live)) is kept\(why)")
            return
        }
        try await take(inputs, locks: present.count, live, &plan)
    }

    private func meaning(_ inputs: [DependencyInput]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: inputs.map { ($0.path, ecosystem.meaning(of: $0)) })
            .filter { !$0.value.isEmpty }
    }

    private func reasonToKeep(_ inputs: [DependencyInput], _ locks: [String], _ live: LiveSet) async throws -> String? {
        if keep { return " on request" }
        if locks.isEmpty { return ", because the target has no such file" }
        if live.isMountPoint { return ", because it is a file system of its own" }
        return try ecosystem.obstacle(inputs, live: live, root: planning.root).map { ", because \($0)" }
    }

    private func take(
        _ inputs: [DependencyInput], locks: Int, _ live: LiveSet, _ plan: inout DependencyPlan
    ) async throws {
        let shell = DependencyShell(processes: planning.processes, owner: live.owner)
        guard let interpreter = try await ecosystem.interpreter(of: live, shell) else {
            plan.warnings.append(
                "\(names) differs in the target; the installed set \(show(live)) is kept, because \(ecosystem.name)"
                    + " or its interpreter does not run here")
            return
        }
        let build = try planning.build(ecosystem, inputs, locks, live, interpreter)
        let built = ecosystem.setPath(of: build)
        let isBuilt = FileCall.facts(build.marker) != nil
        let ready =
            try isBuilt
            ? built : ReadySet(ecosystem: ecosystem, inputs: inputs, interpreter: interpreter).find(beside: live)
        if let ready, ready == live.folder || FileCall.realPath(ready) == live.folder {
            plan.leaves.append("\(show(live)): it is the target's set already")
            return
        }
        if ready == nil, let noBuild {
            plan.warnings.append(
                "\(names) differs in the target; the installed set \(show(live)) is kept, because \(noBuild)")
            return
        }
        if ready == nil { plan.add(build) }
        plan.switches.append(change(live, to: ready ?? built))
        let origin = ready == nil ? "built first" : "on disk already"
        plan.restores.append("\(show(live)), installed from \(names) (\(origin))")
        plan.warnings += ready == nil ? ecosystem.remarks(inputs) : []
        plan.warnings += planning.search.bypasses(live).map {
            "\($0) is used without the link \(show(live)), and does not follow its switch"
        }
    }

    private func change(_ live: LiveSet, to target: String) -> DependencySwitch {
        let below = live.path.hasPrefix("\(planning.root)/") ? live.path.dropFirst(planning.root.count) : nil
        let exclude = live.isLink ? nil : planning.excludeFile
        return DependencySwitch(
            name: StepName("switch/\(show(live))"), live: live, target: target,
            excludeFile: below == nil ? nil : exclude, excludeLine: below.map(String.init))
    }

    private func show(_ live: LiveSet) -> String {
        live.path.hasPrefix("\(planning.root)/") ? String(live.path.dropFirst(planning.root.count + 1)) : live.path
    }
}
