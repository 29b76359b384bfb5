import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// `rollback-history.log`: a line for each end of a run, and for whoever else notes something. Anybody may append to
/// it, so nothing ever reads it; the journals are what is known.
struct HistoryLog: Sendable {
    static let name = "rollback-history.log"
    let root: String

    private var folder: String { "\(root)/rollback/logs" }
    private var path: String { "\(folder)/\(Self.name)" }

    /// Nothing happens in a project without a `rollback/` tree: it gets no new files.
    func append(_ line: String) throws {
        guard access("\(root)/rollback", F_OK) == 0 else { return }
        try FileCall.makeDirectory(folder)
        // Whoever may write into the folder must not have root write elsewhere, nor anybody wait at a pipe.
        let descriptor = try FileCall.check(path, "open") {
            open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        }
        defer { close(descriptor) }
        let start = try beginning(descriptor)
        try Array("\(start)\(line)\n".utf8).withUnsafeBytes { try FileCall.write($0, to: descriptor, path: path) }
    }

    /// What somebody left without a line end is theirs, on a line of its own. A file that root makes belongs to whom
    /// its folder belongs to, so that they can append too.
    private func beginning(_ descriptor: Int32) throws -> String {
        var facts = stat()
        try FileCall.check(path, "look at") { fstat(descriptor, &facts) }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw Failure.file(path: path, doing: "append", errno: EINVAL) }
        guard facts.st_size > 0 else {
            var owner = stat()
            if geteuid() == 0, stat(folder, &owner) == 0 { _ = fchown(descriptor, owner.st_uid, owner.st_gid) }
            return ""
        }
        var last: UInt8 = 0
        return pread(descriptor, &last, 1, facts.st_size - 1) == 1 && last != UInt8(ascii: "\n") ? "\n" : ""
    }
}
