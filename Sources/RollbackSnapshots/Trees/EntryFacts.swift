import Glibc

/// What `stat(2)` says of a name, as far as it is kept or compared.
package struct EntryFacts: Hashable, Sendable {
    /// Permission bits, with set-user-id, set-group-id and sticky: 07777.
    package var mode: UInt32
    package var user: UInt32
    package var group: UInt32
    /// Of a file; 0 of everything else.
    package var size: Int
    package var modified: FileTime
    /// `FileTime.never` where the file changed so shortly before it was read that a later change might show the same.
    package var changed: FileTime
    package var device: UInt64
    package var inode: UInt64
}

extension EntryFacts {
    init(_ facts: stat) {
        mode = facts.st_mode & 0o7777
        (user, group) = (facts.st_uid, facts.st_gid)
        size = facts.st_mode & S_IFMT == S_IFREG ? Int(facts.st_size) : 0
        (modified, changed) = (FileTime(facts.st_mtim), FileTime(facts.st_ctim))
        (device, inode) = (UInt64(facts.st_dev), UInt64(facts.st_ino))
    }
}

/// Time since 1970.
package struct FileTime: Hashable, Comparable, Sendable {
    package var seconds: Int64
    /// Below 1,000,000,000.
    package var nanoseconds: UInt32

    /// Equal to no time that a file has.
    package static let never = FileTime(seconds: 0, nanoseconds: 0)

    package init(seconds: Int64, nanoseconds: UInt32) { (self.seconds, self.nanoseconds) = (seconds, nanoseconds) }

    init(_ time: timespec) {
        self.init(seconds: Int64(time.tv_sec), nanoseconds: UInt32(truncatingIfNeeded: time.tv_nsec))
    }

    /// The clock that the kernel gives files their times by.
    package static func now() -> FileTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return FileTime(time)
    }

    package static func < (left: FileTime, right: FileTime) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    /// As the system takes it.
    var system: timespec { timespec(tv_sec: Int(seconds), tv_nsec: Int(nanoseconds)) }
}
