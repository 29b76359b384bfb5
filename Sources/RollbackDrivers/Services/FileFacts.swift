import Glibc
import RollbackCore

enum FileFacts {
    /// Whom lastgood runs as.
    static var own: UserIdentity { UserIdentity(user: geteuid(), group: getegid()) }

    /// Whom a directory belongs to.
    static func owner(of directory: String) -> UserIdentity? {
        var facts = stat()
        guard stat(directory, &facts) == 0 else { return nil }
        return UserIdentity(user: facts.st_uid, group: facts.st_gid)
    }

    /// A user as the system's user database knows it; nil for a number without an entry.
    static func account(of user: UInt32) -> (name: String, group: UInt32, home: String)? {
        var buffer = [CChar](repeating: 0, count: 16_384)
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        guard getpwuid_r(user, &entry, &buffer, buffer.count, &found) == 0, let found else { return nil }
        return (String(cString: found.pointee.pw_name), found.pointee.pw_gid, String(cString: found.pointee.pw_dir))
    }

    static func isProgram(_ path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }

    static func isDirectory(_ path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }
}
