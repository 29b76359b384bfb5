import FoundationEssentials
import RollbackCore
import Synchronization

/// A pin that is nowhere but here.
final class MemoryPins: PinKeeping {
    private let bytes: Mutex<Data?>

    init(_ bytes: Data? = nil) { self.bytes = Mutex(bytes) }

    func read() throws -> Pin? { try raw().map { try JSONText.decode(Pin.self, from: $0) } }
    func raw() throws -> Data? { bytes.withLock { $0 } }
    func write(_ pin: Pin) throws {
        let data = try JSONText.data(pin)
        bytes.withLock { $0 = data }
    }
    func restore(_ data: Data?) throws { bytes.withLock { $0 = data } }
}
