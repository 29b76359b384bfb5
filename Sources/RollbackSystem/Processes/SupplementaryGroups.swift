import Glibc
import RollbackCore

/// The groups that a user belongs to, for a process that is started as that user.
enum SupplementaryGroups {
    static func of(_ owner: UserIdentity) -> [gid_t] {
        guard let name = UserNames.name(of: owner.user) else { return [owner.group] }
        var count: Int32 = 64
        var groups = [gid_t](repeating: 0, count: Int(count))
        while getgrouplist(name, owner.group, &groups, &count) < 0 {
            groups = [gid_t](repeating: 0, count: max(Int(count), groups.count * 2))
            count = Int32(groups.count)
        }
        return Array(groups.prefix(Int(count)))
    }
}

/// Names of users, from the system's user database.
package enum UserNames {
    /// Nil for a number without a name.
    package static func name(of user: UInt32) -> String? {
        var buffer = [CChar](repeating: 0, count: 16_384)
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        guard getpwuid_r(user, &entry, &buffer, buffer.count, &found) == 0, let found else { return nil }
        return String(cString: found.pointee.pw_name)
    }
}
