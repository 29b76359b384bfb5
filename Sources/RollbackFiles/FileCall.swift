package import Glibc
import RollbackCore

/// System calls on files as throwing functions. Every error names the path, what was being done, and errno.
package enum FileCall {
    /// Runs a call that returns -1 on failure, again when a signal interrupts it.
    @discardableResult
    package static func check<Result: SignedInteger>(_ path: String, _ doing: String, _ call: () -> Result) throws
        -> Result
    {
        while true {
            let result = call()
            if result != -1 { return result }
            if errno != EINTR { throw Failure.file(path: path, doing: doing, errno: errno) }
        }
    }

    package static func makeDirectory(_ path: String, mode: mode_t = 0o700) throws {
        if mkdir(path, mode) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let parent = parent(of: path) else {
            throw Failure.file(path: path, doing: "make the folder", errno: errno)
        }
        try makeDirectory(parent, mode: mode)
        if mkdir(path, mode) != 0, errno != EEXIST {
            throw Failure.file(path: path, doing: "make the folder", errno: errno)
        }
    }

    package static func parent(of path: String) -> String? {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return nil }
        return String(path[..<slash])
    }

    /// Makes a file's content durable, whoever wrote it.
    package static func syncFile(_ path: String) throws {
        let descriptor = try check(path, "open") { open(path, O_RDONLY | O_CLOEXEC) }
        defer { close(descriptor) }
        try check(path, "make durable") { fsync(descriptor) }
    }

    /// Makes the folder's own entries durable: a rename is not, before this.
    package static func syncDirectory(_ path: String) throws {
        let descriptor = try check(path, "open the folder") { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        defer { close(descriptor) }
        try check(path, "make the folder durable") { fsync(descriptor) }
    }

    package static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, path: String) throws {
        var rest = bytes
        while !rest.isEmpty {
            let written = try check(path, "write") { Glibc.write(descriptor, rest.baseAddress, rest.count) }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }
}
