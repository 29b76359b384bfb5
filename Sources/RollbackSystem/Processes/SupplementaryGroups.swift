import Glibc
import RollbackCore

/// The groups that a user belongs to, for a process that is started as that user.
enum SupplementaryGroups {
    static func of(_ owner: UserIdentity) -> [gid_t] {
        guard let name = UserAccount.of(owner.user)?.name else { return [owner.group] }
        var count: Int32 = 64
        var groups = [gid_t](repeating: 0, count: Int(count))
        while getgrouplist(name, owner.group, &groups, &count) < 0 {
            groups = [gid_t](repeating: 0, count: max(Int(count), groups.count * 2))
            count = Int32(groups.count)
        }
        return Array(groups.prefix(Int(count)))
    }
}
