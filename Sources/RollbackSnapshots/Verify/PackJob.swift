import RollbackCore

/// One pack file to be read whole, and what the index says is in it.
struct PackJob: Sendable {
    var path: String
    var pack: IndexedPack
    /// In the order in which they stand in the pack.
    var entries: [IndexEntry]

    /// Every file of every pack of an index, sorted by the packs' ids.
    static func all(_ index: StoreIndex, in folder: PackFolder) -> [PackJob] {
        var jobs: [PackJob] = []
        for generation in index.live {
            let entries = Dictionary(grouping: generation.entries, by: \.pack)
            for (place, pack) in generation.packs.enumerated() {
                let sorted = (entries[place] ?? []).sorted {
                    ($0.segment.ordinal, $0.at, $0.length) < ($1.segment.ordinal, $1.at, $1.length)
                }
                jobs += folder.paths(of: pack.id, pack.kind).map { PackJob(path: $0, pack: pack, entries: sorted) }
            }
        }
        return jobs.sorted { ($0.pack.id, $0.path) < ($1.pack.id, $1.path) }
    }

    /// Whether the file is there, as long as it should be, and has its end.
    func checkEnds(_ keys: SnapshotKeys) -> SnapshotFinding? {
        finding {
            let reader = try open(keys)
            try reader.checkEnd(segments: (entries.last?.segment.ordinal).map { $0 &+ 1 } ?? 0)
        }
    }

    /// Reads everything: every segment is authentic, every blob is what its id says, and all that the index names is
    /// there, where it says.
    func checkBytes(_ keys: SnapshotKeys) -> SnapshotFinding? {
        finding {
            var expected = entries[...]
            try open(keys).eachSegment { place, kind, segment in
                guard kind == pack.kind else { throw damaged(.contents(at: place.offset)) }
                try check(segment, at: place, &expected, keys)
            }
            if let lost = expected.first { throw damaged(.blobGone(lost.id.description)) }
        }
    }

    private func check(
        _ segment: Segment, at place: SegmentPlace, _ expected: inout ArraySlice<IndexEntry>, _ keys: SnapshotKeys
    ) throws {
        for (id, range) in try segment.blobs(path: path) {
            let actual = segment.body.withUnsafeBytes { keys.id(of: UnsafeRawBufferPointer(rebasing: $0[range])) }
            guard actual == id else { throw damaged(.blob(id.description)) }
            guard let next = expected.first, next.id == id else { continue }
            guard next.segment == place, next.at == range.lowerBound - segment.start, next.length == range.count else {
                throw damaged(.place)
            }
            expected.removeFirst()
        }
    }

    private func open(_ keys: SnapshotKeys) throws -> PackReader {
        let reader = try PackReader(path, pack: pack.id, keys: keys, decompressor: ZstdDecompressor())
        guard reader.size == pack.bytes else { throw damaged(.size(reader.size, expected: pack.bytes)) }
        return reader
    }

    private func damaged(_ damage: SnapshotDamage) -> Failure { .snapshot(.damaged(path: path, damage)) }

    private func finding(_ body: () throws -> Void) -> SnapshotFinding? {
        do {
            try body()
            return nil
        } catch {
            return SnapshotFinding(error, at: path)
        }
    }
}
