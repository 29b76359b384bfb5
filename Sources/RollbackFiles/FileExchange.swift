import CRollbackSystem
package import Glibc
import RollbackCore

extension FileCall {
    /// Exchanges two names of one file system in one instant: readers see the old state or the new, never neither.
    /// - Throws: `Failure.file`; with `EINVAL` or `ENOSYS` where the file system cannot do it (`renameat2(2)`).
    package static func exchange(_ path: String, with other: String) throws {
        let result = lg_rename_exchange(AT_FDCWD, path, AT_FDCWD, other)
        if result != 0 { throw Failure.file(path: path, doing: "exchange with \(other)", errno: -result) }
    }

    /// What stands at a path itself, not where a link leads; nil when there is nothing.
    package static func facts(_ path: String) -> stat? {
        var facts = stat()
        return lstat(path, &facts) == 0 ? facts : nil
    }

    /// What a symbolic link says; nil when the path is no link.
    package static func linkText(_ path: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        return count == -1 ? nil : String(decoding: buffer[..<count], as: UTF8.self)
    }

    /// The path with every link followed; nil when it leads nowhere.
    package static func realPath(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        guard realpath(path, &buffer) != nil else { return nil }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
