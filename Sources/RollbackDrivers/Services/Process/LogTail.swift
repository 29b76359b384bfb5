import Glibc

/// The end of a log file.
enum LogTail {
    private static let longest = 1 << 16

    /// Its last lines, of the last 64 KiB only; none when it cannot be read.
    /// - Parameter since: bytes before this position are left out, unless the file has become shorter since.
    static func lines(of path: String, count: Int, since: Int = 0) -> [String] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        let size = Int(lseek(descriptor, 0, SEEK_END))
        let first = since > size ? 0 : since
        let start = max(first, size - longest)
        var bytes = read(descriptor, from: start, count: size - start)
        if start > first, let newline = bytes.firstIndex(of: 10) { bytes.removeSubrange(...newline) }
        return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).suffix(count).map(String.init)
    }

    /// In bytes; 0 for a file that does not exist.
    static func size(of path: String) -> Int {
        var facts = stat()
        return stat(path, &facts) == 0 ? Int(facts.st_size) : 0
    }

    private static func read(_ descriptor: Int32, from start: Int, count: Int) -> [UInt8] {
        guard count > 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
            used = max(pread(descriptor, buffer.baseAddress, count, off_t(start)), 0)
        }
    }
}
