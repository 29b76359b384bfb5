/// What a snapshot holds.
package struct SnapshotManifest: Hashable, Codable, Sendable {
    package var parts: [SnapshotPart]

    package init(parts: [SnapshotPart]) { self.parts = parts }
}

/// One thing that a snapshot holds.
package struct SnapshotPart: Hashable, Codable, Sendable {
    package enum Kind: String, Codable, Sendable {
        /// A folder with all that is in it. `blobs` are the chunks of its listing.
        case tree
        /// Bytes in order: a dump. `blobs` are its chunks.
        case stream
        /// A JSON value. `blobs` is the one that holds it.
        case facts
        /// What could not be had; `why` says why.
        case missing
    }

    package var name: String
    package var kind: Kind
    /// Of the content: of a tree, of all its files.
    package var bytes: Int
    /// Of a tree's listing; 0 of everything else.
    package var entries: Int
    /// HMAC-SHA-256 of `blobs`: equal digests, equal content.
    package var digest: BlobID
    package var blobs: [BlobID]
    /// What is not in it, and why.
    package var why: String?
}
