import Glibc

/// Reads a file's content and everything that belongs to it, until it has held still for one reading.
struct FileReading {
    /// One reading, and as many again as this.
    private static let again = 3

    let content: any ContentTaking
    let folder: OpenFolder
    let name: [UInt8]
    let path: [UInt8]

    private struct Changed: Error {}

    /// - Returns: nil when there is no such file any more.
    /// - Throws: `SystemNumber` when it cannot be read; what the store fails with.
    func entry() throws -> TreeEntry? {
        let descriptor = openat(folder.descriptor, CName.of(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor != -1 else {
            if [ENOENT, ELOOP].contains(errno) { return nil }
            throw SystemNumber(errno: errno)
        }
        defer { close(descriptor) }
        for _ in 0..<Self.again {
            let (entry, held) = try reading(descriptor)
            if held || entry == nil { return entry }
        }
        var (entry, held) = try reading(descriptor)
        entry?.changedWhileRead = !held
        return entry
    }

    private func reading(_ descriptor: Int32) throws -> (TreeEntry?, held: Bool) {
        let before = try facts(descriptor)
        guard before.st_mode & S_IFMT == S_IFREG else { return (nil, true) }
        var entry = TreeEntry(path: path, kind: .file, facts: EntryFacts(before))
        entry.attributes = AttributeCalls.all(descriptor)
        let extents = FileExtents(descriptor, before)
        entry.holes = extents.holes
        let expected = extents.data.reduce(0) { $0 + $1.count }
        var rest = extents.data[...]
        let (chunks, count) = try content.put(content: { room in try Self.read(descriptor, &rest, room) })
        entry.chunks = chunks
        if count != expected {
            // It became shorter: what there was counts, and no holes.
            entry.facts.size = count
            entry.holes = []
        }
        let after = EntryFacts(try facts(descriptor))
        return (entry, count == expected && after == entry.facts)
    }

    private func facts(_ descriptor: Int32) throws -> stat {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw SystemNumber(errno: errno) }
        return facts
    }

    private static func read(
        _ descriptor: Int32, _ rest: inout ArraySlice<Range<Int>>, _ room: UnsafeMutableRawBufferPointer
    ) throws -> Int {
        guard let range = rest.first else { return 0 }
        let count = pread(descriptor, room.baseAddress, min(room.count, range.count), off_t(range.lowerBound))
        guard count != -1 else { throw SystemNumber(errno: errno) }
        rest.removeFirst()
        if count > 0, count < range.count { rest.insert(range.dropFirst(count), at: rest.startIndex) }
        if count == 0 { rest = [] }
        return count
    }
}
