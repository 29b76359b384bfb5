import RollbackSystem
import Synchronization

/// Whether somebody asked the program to stop. The run finishes its stage, writes it down, and ends as interrupted.
final class Interruption: Sendable {
    static let heard = "stopping as soon as the steps under way are done; lastgood resume goes on"

    private let asked = Atomic(false)

    var isAsked: Bool { asked.load(ordering: .acquiring) }

    /// - Parameter told: called at the first signal, to say that it was heard.
    func watch(told: @escaping @Sendable () -> Void) throws {
        try SignalWatch.start { _ in
            if !self.asked.exchange(true, ordering: .acquiringAndReleasing) { told() }
        }
    }
}
