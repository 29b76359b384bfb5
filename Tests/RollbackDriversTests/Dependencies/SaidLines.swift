import RollbackCore
import Synchronization

/// What a step says while it works.
final class SaidLines: Sendable {
    private let details = Mutex<[RunEvent.Detail]>([])

    var progress: StepProgress { StepProgress { [self] detail in details.withLock { $0.append(detail) } } }

    var doing: [String] {
        details.withLock { $0 }.compactMap { if case .doing(let text) = $0 { text } else { nil } }
    }

    var warnings: [String] {
        details.withLock { $0 }.compactMap { if case .warning(let text) = $0 { text } else { nil } }
    }
}
