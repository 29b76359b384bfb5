import CRollbackSystem
import FoundationEssentials
import Glibc

/// Feeds a helper's standard input as fast as it takes it.
struct HelperInput: ~Copyable {
    /// Nil when there is nothing more to write: closed, which is how the helper sees the end.
    private var descriptor: Descriptor?
    private let bytes: Data
    private var position = 0
    /// -1 when it is closed.
    private(set) var number: Int32

    init(_ descriptor: consuming Descriptor, _ bytes: Data) {
        descriptor.setNonBlocking()
        self.bytes = bytes
        self.number = descriptor.number
        self.descriptor = consume descriptor
        if bytes.isEmpty { end() }
    }

    private mutating func end() {
        descriptor = nil
        number = -1
    }

    /// Writes what fits. A helper that reads no further is not an error: its status tells.
    mutating func feed() {
        while number >= 0 {
            let count = bytes.withUnsafeBytes { all in
                let rest = UnsafeRawBufferPointer(rebasing: all[position...])
                guard let start = rest.baseAddress else { return 0 }
                return lg_write(number, start, rest.count)
            }
            if count == -Int(EINTR) { continue }
            if count == -Int(EAGAIN) { return }
            position += max(count, 0)
            if count <= 0 || position == bytes.count { end() }
        }
    }
}
