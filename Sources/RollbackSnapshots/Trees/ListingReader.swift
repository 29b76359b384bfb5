import RollbackCore

/// Reads what `ListingWriter` wrote. Whether the entries make a tree is asked by `ListingRules`.
enum ListingReader {
    /// 1 GiB, room for some seven million files: every command that looks at a tree has its listing in memory.
    static let mostBytes = 1 << 30

    /// - Parameter path: names the listing in errors.
    /// - Throws: `SnapshotFailure.damaged` for what no writer writes.
    static func entries(_ bytes: [UInt8], path: String) throws -> [TreeEntry] {
        guard bytes.starts(with: ListingWriter.magic) else { throw Failure.snapshot(.damaged(path: path, .beginning)) }
        var reader = ByteReader(bytes, from: ListingWriter.magic.count, path: path)
        var entries: [TreeEntry] = []
        while !reader.isAtEnd { entries.append(try entry(&reader)) }
        return entries
    }

    private static func entry(_ reader: inout ByteReader) throws -> TreeEntry {
        let path = try short(&reader)
        let start = reader.offset
        guard let kind = TreeEntry.Kind(rawValue: try reader.integer(UInt8.self)) else {
            throw reader.contents(at: start)
        }
        let flags = try reader.integer(UInt8.self)
        var entry = TreeEntry(path: path, kind: kind, facts: try facts(&reader), changedWhileRead: flags & 1 == 1)
        entry.target = try short(&reader)
        entry.attributes = try (0..<reader.count(UInt16.self, ofSize: 6)).map { _ in try attribute(&reader) }
        entry.holes = try (0..<reader.count(UInt32.self, ofSize: 16)).map { _ in
            FileHole(offset: try reader.whole(), length: try reader.whole())
        }
        entry.chunks = try (0..<reader.count(UInt32.self, ofSize: BlobID.size)).map { _ in try reader.id() }
        return entry
    }

    private static func short(_ reader: inout ByteReader) throws -> [UInt8] {
        try reader.array(reader.count(UInt16.self, ofSize: 1))
    }

    private static func attribute(_ reader: inout ByteReader) throws -> ExtendedAttribute {
        ExtendedAttribute(
            name: try short(&reader), value: try reader.array(reader.count(UInt32.self, ofSize: 1)))
    }

    private static func facts(_ reader: inout ByteReader) throws -> EntryFacts {
        let start = reader.offset
        let mode = try reader.integer(UInt32.self)
        guard mode <= 0o7777 else { throw reader.contents(at: start) }
        return EntryFacts(
            mode: mode, user: try reader.integer(UInt32.self), group: try reader.integer(UInt32.self),
            size: try reader.whole(), modified: try time(&reader), changed: try time(&reader),
            device: try reader.integer(UInt64.self), inode: try reader.integer(UInt64.self))
    }

    private static func time(_ reader: inout ByteReader) throws -> FileTime {
        let start = reader.offset
        let time = FileTime(seconds: try reader.integer(Int64.self), nanoseconds: try reader.integer(UInt32.self))
        guard time.nanoseconds < 1_000_000_000 else { throw reader.contents(at: start) }
        return time
    }
}

extension BlobSource {
    /// A tree's entries, not yet asked whether they are one.
    /// - Throws: `SnapshotFailure.partOfOtherKind`, `.blobGone`, `.damaged`.
    func listing(of part: SnapshotPart) throws -> [TreeEntry] {
        try part.check(.tree)
        let name = "listing of \(part.name)"
        return try ListingReader.entries(joined(part.blobs, limit: ListingReader.mostBytes, name), path: name)
    }
}
