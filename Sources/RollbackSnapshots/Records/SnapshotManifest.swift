import RollbackCore

/// What a snapshot holds.
package struct SnapshotManifest: Hashable, Codable, Sendable {
    /// 256 MiB: a dump of a terabyte, with an id for each MiB, is less.
    static let mostBytes = 256 << 20

    package var parts: [SnapshotPart]

    package init(parts: [SnapshotPart]) { self.parts = parts }

    /// Names become names of files when a snapshot is restored without lastgood.
    /// - Throws: `SnapshotFailure.partName` for one that stands twice, or is not of letters, digits, `.`, `_` and `-`,
    ///   with a letter or digit at its beginning and at most 100 bytes.
    func checkNames() throws {
        var seen: Set<String> = []
        for part in parts where !Self.isName(part.name) || !seen.insert(part.name).inserted {
            throw Failure.snapshot(.partName(part.name))
        }
    }

    private static func isName(_ name: String) -> Bool {
        func isWord(_ byte: UInt8) -> Bool { Unicode.Scalar(byte).properties.isAlphabetic || (48...57).contains(byte) }
        guard let first = name.utf8.first, name.utf8.count <= 100, first < 128, isWord(first) else { return false }
        return name.utf8.allSatisfy { $0 < 128 && (isWord($0) || "._-".utf8.contains($0)) }
    }
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

    /// 16 MiB, which is the longest blob.
    static let mostFacts = 16 << 20

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
