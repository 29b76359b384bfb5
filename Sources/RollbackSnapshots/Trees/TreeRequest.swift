/// Which tree a snapshot is to hold, and what of it.
package struct TreeRequest {
    /// Of the part.
    package var name: String
    /// The folder.
    package var root: String
    /// The same part of an earlier snapshot of this store: files that are as they were then are not read again. One that
    /// is damaged fails the scan unless a verification has found damage; without it everything is read.
    package var previous: SnapshotPart?
    /// Whether a path below the root stays out, with all that is in it. Paths are bytes, without a leading slash.
    package var excludes: (_ path: [UInt8], _ isFolder: Bool) -> Bool
    /// When the scan begins.
    package var now: FileTime

    package init(
        _ name: String, root: String, previous: SnapshotPart? = nil, now: FileTime = .now(),
        excludes: @escaping (_ path: [UInt8], _ isFolder: Bool) -> Bool = { _, _ in false }
    ) {
        (self.name, self.root, self.previous) = (name, root, previous)
        (self.now, self.excludes) = (now, excludes)
    }
}

/// What a snapshot does not hold as it was.
package struct TreeNote: Hashable, Sendable {
    package enum What: Hashable, Sendable {
        /// A socket or a device: left out.
        case special
        /// Left out, because of this `errno`.
        case unreadable(Int32)
        /// Kept, but it never held still.
        case changedWhileRead
    }

    package var path: [UInt8]
    package var what: What

    /// For messages: bytes that are no UTF-8 are replaced.
    package var text: String {
        let path = String(decoding: path, as: UTF8.self)
        return switch what {
        case .special: "\(path): a socket or device"
        case .unreadable(let number): "\(path): cannot be read (error \(number))"
        case .changedWhileRead: "\(path): changed while it was read"
        }
    }
}
