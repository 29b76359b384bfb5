import RollbackCore
import Synchronization

/// What was prepared for a service's start before its stop. Each is good for one start: another one may come on other
/// code.
final class PreparedStarts: Sendable {
    private let ways = Mutex<[ServiceName: ComposeStart.Way]>([:])

    func put(_ way: ComposeStart.Way, _ service: ServiceName) { ways.withLock { $0[service] = way } }
    func take(_ service: ServiceName) -> ComposeStart.Way? { ways.withLock { $0.removeValue(forKey: service) } }
}
