import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// A store while a snapshot is taken: nobody else uses it as long as this exists. For one thread; a second one of its own
/// compresses and writes meanwhile. What was put counts only once `finish` has returned.
package final class SnapshotWriter {
    package let store: SnapshotStore
    /// What has been put so far, for progress.
    package private(set) var tally = SnapshotTally()
    /// Bytes that stay free on the store's disk: what is kept for a bad day must not bring it about.
    package var reserve = 0
    /// New bytes at which the disk is looked at again.
    private var nextLook = 0
    let source: BlobSource
    private let lock: StoreLock
    private let packer: BlobPacker
    private let metadata: Chunker
    private let content: ContentBuffer
    private var own: [BlobKind: Set<BlobID>] = [:]
    /// It may have failed between packs and record: a second attempt would not know what the first has made durable.
    private var isSpent = false

    init(_ store: SnapshotStore) throws {
        self.store = store
        lock = try store.lock(.writing)
        let index = try store.settledIndex()
        source = try BlobSource(store.packs, index: index, keys: store.keys)
        packer = try BlobPacker(store.packs, keys: store.keys, mayHurry: true)
        let gear = store.keys.gear()
        metadata = Chunker(.metadata, gear: gear)
        content = ContentBuffer(Chunker(.data, gear: gear))
    }

    /// Of an earlier snapshot.
    /// - Throws: `SnapshotFailure.blobGone`, `.damaged`.
    package func manifest(of record: SnapshotRecord) throws -> SnapshotManifest { try source.manifest(of: record) }

    /// Keeps a blob that is not empty, once.
    /// - Throws: `SnapshotFailure.tooLong`; `.poisoned` after `finish`; what writing an earlier one failed with.
    package func put(_ blob: UnsafeRawBufferPointer, _ kind: BlobKind = .data) throws -> BlobID {
        guard !isSpent else { throw Failure.snapshot(.poisoned(path: store.path)) }
        guard blob.count <= SegmentHeader.limit - Segment.tableSize(1) else {
            throw Failure.snapshot(.tooLong("a blob", bytes: blob.count, limit: SegmentHeader.limit))
        }
        let id = store.keys.id(of: blob)
        tally.bytes += blob.count
        guard !source.index.contains(id, kind), own[kind, default: []].insert(id).inserted else { return id }
        try refuseWithoutRoom(blob.count)
        tally.newBlobs += 1
        tally.newBytes += blob.count
        try packer.add(id, blob, kind)
        return id
    }

    /// How much may be written between two looks at the disk.
    private static let step = 16 << 20

    /// - Throws: `SnapshotFailure.roomKept`, after the room that was taken is given back.
    private func refuseWithoutRoom(_ count: Int) throws {
        guard reserve > 0, tally.newBytes + count > nextLook else { return }
        nextLook = tally.newBytes + count + Self.step
        var space = statvfs()
        guard statvfs(store.path, &space) == 0 else { return }
        let free = Int(clamping: space.f_bavail * UInt(space.f_frsize))
        guard free < reserve + count else { return }
        isSpent = true
        packer.discard()
        throw Failure.snapshot(.roomKept(path: store.path, free: free, reserve: reserve))
    }

    /// Cuts content into chunks, and keeps them.
    /// - Parameter source: fills as much of the room as it likes; 0 is the end.
    func put(content source: ContentBuffer.Source) throws -> (blobs: [BlobID], bytes: Int) {
        var blobs: [BlobID] = []
        let bytes = try content.cut(source) { blobs.append(try put($0)) }
        return (blobs, bytes)
    }

    /// Cuts what only describes content.
    func put(metadata bytes: [UInt8]) throws -> [BlobID] {
        try bytes.withUnsafeBytes { bytes in
            var (blobs, start) = ([BlobID](), 0)
            while start < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
                let length = metadata.firstCut(rest)
                blobs.append(try put(UnsafeRawBufferPointer(rebasing: rest[..<length]), .metadata))
                start += length
            }
            return blobs
        }
    }

    /// Makes all that was put a snapshot. Packs are durable before the index names them, and the index is before the
    /// record does.
    /// - Parameters:
    ///   - taken: ISO 8601, for people only.
    ///   - occasion: what it was taken around, for programs (docs/snapshot-format.md).
    ///   - program: this program's version.
    /// - Throws: what writing failed with: there is no new snapshot then; `SnapshotFailure.poisoned` the second time.
    package func finish(
        _ manifest: SnapshotManifest, reason: String, occasion: String? = nil, taken: String, program: String
    ) throws -> SnapshotRecord {
        try manifest.checkNames()
        let blobs = try put(metadata: [UInt8](JSONText.data(manifest)))
        isSpent = true
        try publishIndex(try finishPacks())
        let sequence = (try store.recordFolder.names().last?.sequence ?? 0) + 1
        let record = SnapshotRecord(
            sequence: sequence, taken: taken, reason: reason, occasion: occasion, program: program, manifest: blobs)
        try store.recordFolder.write(record, keys: store.keys)
        return record
    }

    func finishPacks() throws -> IndexContents { try packer.finish() }

    func publishIndex(_ new: IndexContents) throws {
        let index = source.index
        guard index.live.count > StoreIndex.mostGenerations else {
            if !new.isEmpty { try store.index.write(new, number: index.next, keys: store.keys) }
            return
        }
        var merged = index.merged()
        merged.add(new.packs, new.entries)
        try store.index.write(merged, number: index.next, keys: store.keys)
        for generation in merged.replaces { store.index.remove(generation) }
    }
}

/// How much has been put into a snapshot.
package struct SnapshotTally: Hashable, Sendable {
    /// Of all blobs, known ones too.
    package var bytes = 0
    /// Blobs that the store did not have.
    package var newBlobs = 0
    package var newBytes = 0
}
