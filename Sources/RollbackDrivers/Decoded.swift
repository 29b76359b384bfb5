import Synchronization

/// Settings of a plan that many steps share, decoded once: they can name thousands of files.
final class Decoded<Value: Sendable>: Sendable {
    private let known = Mutex<Value?>(nil)

    func value(_ decode: () throws -> Value) rethrows -> Value {
        try known.withLock { known in
            if let known { return known }
            let value = try decode()
            known = value
            return value
        }
    }
}
