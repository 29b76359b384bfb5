import RollbackCore

/// A tree as bytes: see "Tree listing" in docs/snapshot-format.md.
struct ListingWriter {
    static let magic = Array("LGTREE1\n".utf8)

    private var writer = ByteWriter()
    private(set) var entries = 0
    /// Of all files' content.
    private(set) var contentSize = 0

    init() { writer.raw(Self.magic) }

    var bytes: [UInt8] { writer.bytes }

    /// - Throws: `SnapshotFailure.tooLong` for a path, attribute or count that the format has no room for.
    mutating func add(_ entry: TreeEntry) throws {
        try writer.short(entry.path, "the path \(entry.text)")
        writer.integer(entry.kind.rawValue)
        writer.integer(UInt8(entry.changedWhileRead ? 1 : 0))
        add(entry.facts)
        try writer.short(entry.target, "the link \(entry.text)")
        try writer.count(entry.attributes.count, UInt16.self, "the attributes of \(entry.text)")
        for attribute in entry.attributes {
            try writer.short(attribute.name, "an attribute of \(entry.text)")
            try writer.count(attribute.value.count, UInt32.self, "an attribute of \(entry.text)")
            writer.raw(attribute.value)
        }
        try addContent(entry)
        entries += 1
        if entry.kind == .file { addSize(entry.facts.size) }
    }

    /// Of two sparse files the sizes may add up to more than any number.
    private mutating func addSize(_ size: Int) {
        let (sum, isTooMuch) = contentSize.addingReportingOverflow(size)
        contentSize = isTooMuch ? .max : sum
    }

    private mutating func add(_ facts: EntryFacts) {
        writer.integer(facts.mode)
        writer.integer(facts.user)
        writer.integer(facts.group)
        writer.integer(UInt64(facts.size))
        for time in [facts.modified, facts.changed] {
            writer.integer(time.seconds)
            writer.integer(time.nanoseconds)
        }
        writer.integer(facts.device)
        writer.integer(facts.inode)
    }

    private mutating func addContent(_ entry: TreeEntry) throws {
        try writer.count(entry.holes.count, UInt32.self, "the holes of \(entry.text)")
        for hole in entry.holes {
            writer.integer(UInt64(hole.offset))
            writer.integer(UInt64(hole.length))
        }
        try writer.count(entry.chunks.count, UInt32.self, "the chunks of \(entry.text)")
        for chunk in entry.chunks { writer.id(chunk) }
    }
}
