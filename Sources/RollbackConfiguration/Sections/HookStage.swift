import RollbackCore

/// A stage that hooks can stand around, and the side.
struct HookStage: Sendable {
    let moment: Hook.Moment
    let stage: String

    var text: String { "\(moment.rawValue) \(stage)" }

    static let all: [HookStage] = ["capture", "swap", "restart", "verify"].flatMap {
        [HookStage(moment: .before, stage: $0), HookStage(moment: .after, stage: $0)]
    }
}
