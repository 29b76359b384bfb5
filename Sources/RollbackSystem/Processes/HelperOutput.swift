import FoundationEssentials
import Glibc
import RollbackCore

/// Reads one of a helper's outputs as it comes.
struct HelperOutput: ~Copyable {
    private let descriptor: Descriptor
    private(set) var bytes = Data()
    private(set) var open = true

    init(_ descriptor: consuming Descriptor) {
        self.descriptor = descriptor
        self.descriptor.setNonBlocking()
    }

    var number: Int32 { descriptor.number }

    /// Takes everything that is there now.
    mutating func drain(_ buffer: UnsafeMutableRawBufferPointer) {
        while open {
            let count = read(descriptor.number, buffer.baseAddress, buffer.count)
            if count > 0 {
                bytes.append(contentsOf: buffer[..<count])
            } else if count < 0, errno == EINTR {
                continue
            } else if count < 0, errno == EAGAIN {
                return
            } else {
                open = false
            }
        }
    }
}
