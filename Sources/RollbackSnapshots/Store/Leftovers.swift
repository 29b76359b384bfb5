import Glibc
import RollbackCore
import RollbackFiles

/// What a writer that crashed has left in a store. Only with the lock for writing.
struct Leftovers {
    let store: SnapshotStore

    /// Packs that no index names: one without its end is removed, because its salt must never be used again. A whole one
    /// enters the index: its writer, or the index that knew it, was lost a moment too early, and so nothing is lost.
    /// - Returns: the index, as it is after that.
    func clear(_ index: StoreIndex) throws -> StoreIndex {
        let known = Set(index.packs.map(\.id))
        var found = IndexContents()
        for pack in try store.packs.packs().subtracting(known).sorted() {
            do {
                try adopt(pack, &found)
            } catch Failure.snapshot(.damaged) {
                store.packs.remove(pack)
            }
        }
        guard !found.isEmpty else { return index }
        try store.index.write(found, number: index.next, keys: store.keys)
        return try store.index.load(store.keys)
    }

    /// Sealed files that were never renamed into place. Each name is of one process, so nobody would write over them.
    func removeDrafts() throws {
        let packs = try FileCall.names(in: store.packs.path).filter { $0.utf8.count == 2 }
            .map { "\(store.packs.path)/\($0)" }
        for folder in [store.index.path, store.recordFolder.path] + packs {
            for name in try FileCall.names(in: folder) where AtomicFile.isDraft(name) { unlink("\(folder)/\(name)") }
        }
    }

    private func adopt(_ pack: RandomID, _ found: inout IndexContents) throws {
        let (kind, size, entries) = try SecondCopy.read(store.packs.path(of: pack)) { path in
            try Self.contents(of: path, pack, store.keys)
        }
        // A crash may have come between the fsync of the pack and that of its folder.
        try store.packs.sync(pack)
        found.add([IndexedPack(id: pack, bytes: size, kind: kind)], entries)
    }

    /// What the index says of a pack, read from the pack itself.
    /// - Throws: `SnapshotFailure.damaged` when it is not whole.
    static func contents(
        of path: String, _ pack: RandomID, _ keys: SnapshotKeys
    ) throws -> (BlobKind, Int, [IndexEntry]) {
        let reader = try PackReader(path, pack: pack, keys: keys, decompressor: ZstdDecompressor())
        var kinds: Set<BlobKind> = []
        var entries: [IndexEntry] = []
        try reader.eachSegment { place, kind, segment in
            kinds.insert(kind)
            for (id, range) in try segment.blobs(path: path) {
                entries.append(
                    IndexEntry(
                        id: id, pack: 0, segment: place, at: range.lowerBound - segment.start, length: range.count))
            }
        }
        guard let kind = kinds.first, kinds.count == 1 else {
            throw Failure.snapshot(.damaged(path: path, .contents(at: PackSeal.headerSize)))
        }
        return (kind, reader.size, entries)
    }
}
