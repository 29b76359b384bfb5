import Glibc
import RollbackCore

/// Reads a configuration file whole. What is not a regular file of reasonable size is refused before it is read:
/// a named pipe would wait for ever, a device has no end.
enum ConfigurationBytes {
    static let limit = 1 << 20

    /// Nil when there is no such file.
    static func read(_ file: ConfigurationFile, root: String) throws -> [UInt8]? {
        let path = "\(root)/\(file.path)"
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return try absent(path, errno) }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw Failure.file(path: path, doing: "read", errno: errno) }
        if facts.st_mode & S_IFMT == S_IFDIR { throw Failure.file(path: path, doing: "read", errno: EISDIR) }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw refusal(file, "is not a regular file") }
        guard let bytes = try contents(descriptor, path) else { throw refusal(file, "is larger than 1 MiB") }
        return bytes
    }

    /// A link that leads nowhere is a mistake; a folder or file that is not there is not.
    private static func absent(_ path: String, _ code: Int32) throws -> [UInt8]? {
        var facts = stat()
        let nothing = code == ENOTDIR || code == ENOENT && lstat(path, &facts) != 0
        guard nothing else { throw Failure.file(path: path, doing: "read", errno: code) }
        return nil
    }

    static func refusal(_ file: ConfigurationFile, _ why: String) -> Failure {
        .configuration([ConfigurationProblem(file: file.path, message: "the file \(why)")])
    }

    private static func contents(_ descriptor: Int32, _ path: String) throws -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw Failure.file(path: path, doing: "read", errno: errno)
            }
            bytes.append(contentsOf: buffer[..<count])
            guard bytes.count <= limit else { return nil }
        }
    }
}
