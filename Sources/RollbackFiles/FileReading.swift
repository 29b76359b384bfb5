package import FoundationEssentials
import Glibc
import RollbackCore

extension FileCall {
    /// The whole file, or nil when there is none.
    /// - Throws: `Failure.file` for everything else that keeps it from being read.
    package static func read(_ path: String) throws -> Data? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor == -1, errno == ENOENT || errno == ENOTDIR { return nil }
        guard descriptor != -1 else { throw Failure.file(path: path, doing: "open", errno: errno) }
        defer { close(descriptor) }
        var data = Data()
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = try check(path, "read") { Glibc.read(descriptor, &buffer, buffer.count) }
            if count == 0 { return data }
            data.append(contentsOf: buffer[..<count])
        }
    }

    /// The names in a folder, sorted; empty when there is no such folder.
    package static func names(in path: String) throws -> [String] {
        guard let folder = opendir(path) else {
            if errno == ENOENT { return [] }
            throw Failure.file(path: path, doing: "list the folder", errno: errno)
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// What a symbolic link says, in the bytes that it says it in; nil when it is none.
    package static func linkTarget(_ path: String) -> Data? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        return count == -1 ? nil : Data(buffer[..<count])
    }
}
