import Glibc
import RollbackCore
import RollbackFiles

/// Gives names their owners, modes, attributes and times, in that order: a change of owner takes set-user-id bits and
/// capabilities away (chown(2)), and everything before changes the time.
final class MetadataSetting {
    private let target: String
    /// Only root can give files away.
    private let givesAway = geteuid() == 0
    private(set) var notes: [RestoreNote] = []
    /// UTIME_OMIT of utimensat(2), which the Glibc module leaves out: this time stays.
    private static let omit = (1 << 30) - 2

    init(target: String) { self.target = target }

    func set(_ entry: TreeEntry, on folder: OpenFolder) throws { try set(entry, on: folder.descriptor) }

    func set(_ entry: TreeEntry, on descriptor: Int32) throws {
        let facts = entry.facts
        if givesAway { try check(entry, "set the owner") { fchown(descriptor, facts.user, facts.group) } }
        // Attributes before the mode: a file that nobody may write to takes none, and an ACL changes the mode.
        for attribute in entry.attributes { try took(AttributeCalls.set(attribute, descriptor), attribute, entry) }
        try check(entry, "set the mode") { fchmod(descriptor, mode_t(facts.mode)) }
        var times = Self.times(facts)
        try check(entry, "set the times") { futimens(descriptor, &times) }
    }

    /// Of a link or FIFO itself.
    func set(_ entry: TreeEntry, _ name: [CChar], in folder: OpenFolder) throws {
        let facts = entry.facts
        if givesAway {
            try check(entry, "set the owner") {
                fchownat(folder.descriptor, name, facts.user, facts.group, AT_SYMLINK_NOFOLLOW)
            }
        }
        for attribute in entry.attributes {
            try took(AttributeCalls.set(attribute, name, in: folder), attribute, entry)
        }
        if entry.kind == .fifo {
            try check(entry, "set the mode") { fchmodat(folder.descriptor, name, mode_t(facts.mode), 0) }
        }
        var times = Self.times(facts)
        try check(entry, "set the times") { utimensat(folder.descriptor, name, &times, AT_SYMLINK_NOFOLLOW) }
    }

    private func took(_ number: Int32, _ attribute: ExtendedAttribute, _ entry: TreeEntry) throws {
        if number == 0 { return }
        guard [EPERM, EACCES, EOPNOTSUPP].contains(number) else {
            throw Failure.file(path: "\(target)/\(entry.text)", doing: "set an attribute", errno: number)
        }
        notes.append(RestoreNote(path: entry.path, attribute: attribute.name))
    }

    /// When a file was last read is not kept.
    private static func times(_ facts: EntryFacts) -> [timespec] {
        [timespec(tv_sec: 0, tv_nsec: omit), facts.modified.system]
    }

    private func check(_ entry: TreeEntry, _ doing: String, _ call: () -> Int32) throws {
        try FileCall.check("\(target)/\(entry.text)", doing, call)
    }
}

/// An attribute that the system does not let this user set, or that the file system has no room for.
package struct RestoreNote: Hashable, Sendable {
    package var path: [UInt8]
    package var attribute: [UInt8]
}
