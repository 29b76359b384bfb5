import Glibc
import RollbackCore
import RollbackFiles

/// The dependency set that services use now, by the name under which they use it.
struct LiveSet: Hashable, Codable, Sendable {
    enum Form: Hashable, Codable, Sendable {
        /// A symbolic link and what it says.
        case link(String)
        case folder(inode: UInt64)
    }

    /// Absolute; this name is switched.
    var path: String
    var form: Form

    /// - Returns: nil when neither a folder nor a link to one stands there.
    static func at(_ path: String) -> LiveSet? {
        guard let facts = FileCall.facts(path) else { return nil }
        switch facts.st_mode & S_IFMT {
        case S_IFLNK:
            guard let text = FileCall.linkText(path), FileCall.realPath(path) != nil else { return nil }
            return LiveSet(path: path, form: .link(text))
        case S_IFDIR: return LiveSet(path: path, form: .folder(inode: UInt64(facts.st_ino)))
        default: return nil
        }
    }

    /// The folder itself.
    var folder: String { FileCall.realPath(path) ?? path }

    var isLink: Bool {
        if case .link = form { true } else { false }
    }

    /// A folder that is a file system of its own cannot be exchanged with anything.
    var isMountPoint: Bool {
        guard !isLink, let own = FileCall.facts(path), let parent = FileCall.parent(of: path) else { return false }
        return FileCall.facts(parent).map { $0.st_dev != own.st_dev } ?? false
    }

    /// Whose the set is; nil when it is the caller's, or when the caller could not act for anyone else.
    var owner: UserIdentity? {
        guard geteuid() == 0, let facts = FileCall.facts(folder), facts.st_uid != 0 else { return nil }
        return UserIdentity(user: facts.st_uid, group: facts.st_gid)
    }

    /// Services of other users may use it.
    var isShared: Bool { FileCall.facts(folder).map { $0.st_mode & 0o005 == 0o005 } ?? false }
}
