import Glibc

/// Knows a SQLite database by the first 16 bytes of its file (SQLite file format, section 1.3).
package enum SQLiteFile {
    private static let magic = Array("SQLite format 3".utf8) + [0]

    package static func isDatabase(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor != -1 else { return false }
        defer { close(descriptor) }
        var start = [UInt8](repeating: 0, count: magic.count)
        return read(descriptor, &start, start.count) == magic.count && start == magic
    }

    /// Also true for the files that SQLite keeps beside a database.
    package static func belongsToDatabase(_ path: String) -> Bool {
        for suffix in ["-wal", "-shm", "-journal"] where path.hasSuffix(suffix) {
            return isDatabase(String(path.dropLast(suffix.count)))
        }
        return isDatabase(path)
    }
}
