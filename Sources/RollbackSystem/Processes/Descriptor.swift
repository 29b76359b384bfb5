import CRollbackSystem
import Glibc
import RollbackCore

/// A file descriptor that is closed exactly once.
struct Descriptor: ~Copyable {
    let number: Int32

    init(owning number: Int32) { self.number = number }

    /// - Throws: `Failure.file`.
    static func open(_ path: String, _ flags: Int32, mode: mode_t = 0) throws -> Descriptor {
        let number = Glibc.open(path, flags | O_CLOEXEC, mode)
        guard number >= 0 else { throw Failure.file(path: path, doing: "open", errno: errno) }
        return Descriptor(owning: number)
    }

    /// Makes reads and writes return `EAGAIN` instead of waiting.
    func setNonBlocking() { _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK) }

    /// Closes it now.
    consuming func end() {}

    deinit { close(number) }
}

/// A pipe whose ends no other program inherits.
struct Pipe: ~Copyable {
    var reading: Descriptor
    var writing: Descriptor

    /// - Throws: `Failure.file`.
    init() throws {
        var ends: [Int32] = [-1, -1]
        let result = lg_pipe(&ends)
        guard result == 0 else { throw Failure.file(path: "pipe", doing: "open", errno: -result) }
        reading = Descriptor(owning: ends[0])
        writing = Descriptor(owning: ends[1])
    }
}
