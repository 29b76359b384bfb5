import Glibc
import RollbackCore
import RollbackFiles

/// What a file was like when it was ready to be put in place. While it is still like that, nobody has edited it.
struct WrittenFile: Hashable, Codable, Sendable {
    var inode: UInt64
    var size: Int64
    /// Nanoseconds since 1970.
    var modified: Int64

    init(_ facts: stat) {
        inode = UInt64(facts.st_ino)
        size = Int64(facts.st_size)
        modified = Int64(facts.st_mtim.tv_sec) * 1_000_000_000 + Int64(facts.st_mtim.tv_nsec)
    }
}
