import Glibc

/// A disk that takes nothing any more: what is wrong is not what was asked of it.
package enum DiskTrouble {
    private static let numbers: Set = [ENOSPC, EDQUOT, EROFS, EIO]

    /// Whether this `errno` says that it is full, failing or read-only.
    package static func says(_ number: Int32) -> Bool { numbers.contains(number) }
}
