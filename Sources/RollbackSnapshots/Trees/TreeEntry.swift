/// One name in a tree, with everything that belongs to it.
package struct TreeEntry: Hashable, Sendable {
    package enum Kind: UInt8, Sendable {
        case file = 1
        case folder = 2
        /// A symbolic link; `target` is what it says.
        case link = 3
        case fifo = 4
        /// Another name of an earlier entry; `target` is that entry's path.
        case hardLink = 5
    }

    /// Below the tree's root, in the bytes that the file system has it in; empty for the root itself.
    package var path: [UInt8]
    package var kind: Kind
    package var facts: EntryFacts
    /// It did not hold still while it was read: what is kept may never have been its content at one time.
    package var changedWhileRead = false
    package var target: [UInt8] = []
    package var attributes: [ExtendedAttribute] = []
    /// Where the file has no data, in order.
    package var holes: [FileHole] = []
    /// The content without the holes.
    package var chunks: [BlobID] = []

    /// For messages: bytes that are no UTF-8 are replaced.
    package var text: String { String(decoding: path, as: UTF8.self) }
}

/// Extended attributes, with their namespace: `user.comment`, `system.posix_acl_access` (xattr(7)).
package struct ExtendedAttribute: Hashable, Sendable {
    package var name: [UInt8]
    package var value: [UInt8]
}

/// Bytes of a file that take no room.
package struct FileHole: Hashable, Sendable {
    package var offset: Int
    package var length: Int
}
