import RollbackSystem
import Synchronization

/// Whether somebody asked the program to stop. The run finishes its stage, writes it down, and ends as interrupted.
final class Interruption: Sendable {
    static let heard = "stopping as soon as the steps under way are done; lastgood resume goes on"

    static let leftOut = "the snapshot is left out; the run has ended before it"

    private let asked = Atomic(false)
    private let ended = Atomic(false)

    var isAsked: Bool { asked.load(ordering: .acquiring) }

    /// From here on only the snapshot is left, which may be left out.
    func runHasEnded() { ended.store(true, ordering: .releasing) }

    /// What was heard, for whoever asked.
    var words: String { ended.load(ordering: .acquiring) ? Self.leftOut : Self.heard }

    /// - Parameter told: called at the first signal, to say that it was heard.
    func watch(told: @escaping @Sendable () -> Void) throws {
        try SignalWatch.start { _ in
            if !self.asked.exchange(true, ordering: .acquiringAndReleasing) { told() }
        }
    }
}
