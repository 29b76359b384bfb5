import RollbackCore

extension TreePlan {
    /// What would become different, for people: whole files that are new are only named.
    package var differences: [String] { steps.flatMap(Self.difference) }

    private static func difference(_ step: Step) -> [String] {
        switch step.change.action {
        case .write: ["new file \(step.change.path)"]
        case .refresh, .adopt, .remove:
            UnifiedDiff.lines(from: step.old ?? "", to: step.new, path: step.change.path)
        case .keep, .same: []
        }
    }

    /// What an edited file would be if nobody had edited it.
    package func difference(of path: String) -> [String] {
        guard let step = steps.first(where: { $0.change.path == path }), let old = step.old else { return [] }
        return UnifiedDiff.lines(from: old, to: step.new, path: path)
    }
}
