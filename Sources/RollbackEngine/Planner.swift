package import RollbackCore

/// Turns what the drivers contribute into an ordered plan. Pure: the same facts give the same plan.
package struct Planner: Sendable {
    package var level: Level
    package var root: String
    package var current: CommitID
    package var target: Commit
    package var contributions: [Contribution]
    package var hooks: [Hook]
    package var dependsOn: [String: String]

    package init(
        level: Level, root: String, current: CommitID, target: Commit, contributions: [Contribution],
        hooks: [Hook] = [], dependsOn: [String: String] = [:]
    ) {
        self.level = level
        self.root = root
        self.current = current
        self.target = target
        self.contributions = contributions
        self.hooks = hooks
        self.dependsOn = dependsOn
    }

    package func plan(notes: PlanNotes = PlanNotes()) -> Plan {
        let filled = Set(contributions.map(\.slot))
        let slots = filled.union(slotsOfHooksAlone(filled)).sorted()
        let stages = slots.flatMap { slot in
            hookStages(.before, slot, in: slots) + (filled.contains(slot) ? [stage(slot)] : [])
                + hookStages(.after, slot, in: slots)
        }
        return Plan(
            level: level, root: root, current: current, target: target, stages: stages, dependsOn: dependsOn,
            notes: notes)
    }

    /// A hook runs in its place also where nothing else happens there: a cache is purged without any service to restart.
    private func slotsOfHooksAlone(_ filled: Set<StageSlot>) -> Set<StageSlot> {
        let words = Set(hooks.map(\.stage)).subtracting(filled.map(\.word))
        return Set(StageSlot.one.filter { words.contains($0.word) })
    }

    private var levels: Int {
        contributions.reduce(into: Set<Int>()) { levels, contribution in
            if case .restart(let level) = contribution.slot { levels.insert(level) }
        }.count
    }

    private func stage(_ slot: StageSlot) -> PlannedStage {
        PlannedStage(
            name: slot.name(levels: levels), onFailure: slot.onFailure,
            steps: contributions.filter { $0.slot == slot }.map(\.step).sorted { $0.name < $1.name })
    }

    /// Hooks run one after another, each a stage of its own: before the first and after the last stage of a kind.
    private func hookStages(_ moment: Hook.Moment, _ slot: StageSlot, in slots: [StageSlot]) -> [PlannedStage] {
        let same = slots.filter { $0.word == slot.word }
        guard slot == (moment == .before ? same.first : same.last) else { return [] }
        return hooks.filter { $0.moment == moment && $0.stage == slot.word }.map { hook in
            PlannedStage(
                name: "\(moment.rawValue) \(slot.word): \(hook.name)",
                onFailure: hookPolicy(moment, slot), steps: [HookPlanning.step(for: hook)])
        }
    }

    /// After the swap nothing goes back by itself any more.
    private func hookPolicy(_ moment: Hook.Moment, _ slot: StageSlot) -> FailurePolicy {
        slot < .swap || (slot == .swap && moment == .before) ? .undo : slot.onFailure == .undo ? .hold : slot.onFailure
    }
}

extension StageSlot {
    /// One of each word.
    fileprivate static let one: [StageSlot] = [
        .capture, .note(level: 0), .swap, .tidy, .restart(level: 0), .verify,
    ]

    /// The word that hooks use for it.
    fileprivate var word: String {
        switch self {
        case .capture: "capture"
        case .note: "note"
        case .schemaFirst, .schemaLast: "schema"
        case .swap: "swap"
        case .tidy: "tidy"
        case .restart, .liveness: "restart"
        case .verify: "verify"
        }
    }
}

/// How a hook looks in a plan.
package enum HookPlanning {
    package static let kind: StepKind = "hook"

    package static func step(for hook: Hook) -> PlannedStep {
        PlannedStep(
            name: StepName("hook/\(hook.moment.rawValue)-\(hook.stage)/\(hook.name)"), kind: kind,
            settings: (try? JSONValue(encoding: hook)) ?? .null, summary: "run hook \(hook.name)",
            commands: [hook.command], necessity: hook.required ? .required : .optional,
            repeatable: hook.repeatable)
    }
}
