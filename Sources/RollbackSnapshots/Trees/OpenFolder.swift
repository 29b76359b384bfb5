import CRollbackSystem
import Glibc
import RollbackCore
import RollbackFiles

/// An open folder of a tree. Names are bytes, and are resolved against it, so that nothing that is renamed or linked
/// meanwhile can lead elsewhere.
final class OpenFolder {
    let descriptor: Int32

    private init(_ descriptor: Int32) { self.descriptor = descriptor }
    deinit { close(descriptor) }

    /// - Throws: `Failure.file`.
    static func open(_ path: String) throws -> OpenFolder {
        OpenFolder(
            try FileCall.check(path, "open the folder") { Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) })
    }

    /// A folder directly in this one, itself and no link to one.
    /// - Returns: what `errno` says instead, negated, where it cannot be opened.
    func folder(_ name: [UInt8]) -> Result<OpenFolder, SystemNumber> {
        let descriptor = lg_open_beneath(self.descriptor, CName.of(name), O_RDONLY | O_DIRECTORY, 0)
        return descriptor < 0 ? .failure(SystemNumber(errno: -descriptor)) : .success(OpenFolder(descriptor))
    }

    /// What stands under a name itself; nil when there is nothing.
    func facts(_ name: [UInt8]) -> stat? {
        var facts = stat()
        return fstatat(descriptor, CName.of(name), &facts, AT_SYMLINK_NOFOLLOW) == 0 ? facts : nil
    }

    var facts: stat? {
        var facts = stat()
        return fstat(descriptor, &facts) == 0 ? facts : nil
    }

    /// What a symbolic link says; nil when there is none.
    func linkTarget(_ name: [UInt8]) -> [UInt8]? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlinkat(descriptor, CName.of(name), &buffer, buffer.count)
        return count == -1 ? nil : buffer[..<count].map(UInt8.init(bitPattern:))
    }
}

/// An `errno` of something that is not our own: the caller decides what it means.
struct SystemNumber: Error, Hashable {
    var errno: Int32

    /// Runs something, and says what it was done to where it fails with a number alone.
    static func naming<Result>(_ path: String, _ doing: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let number as SystemNumber {
            throw Failure.file(path: path, doing: doing, errno: number.errno)
        }
    }
}

/// A name as C takes it.
enum CName {
    static func of(_ name: some Sequence<UInt8>) -> [CChar] { name.map { CChar(bitPattern: $0) } + [0] }
}
