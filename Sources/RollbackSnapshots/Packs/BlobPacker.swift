/// Gathers blobs into segments, and has them written.
final class BlobPacker {
    private let queue: PackQueue
    private var groups: [BlobKind: BlobGroup] = [:]

    /// - Parameter mayHurry: as `PackQueue` has it.
    init(_ folder: PackFolder, keys: SnapshotKeys, mayHurry: Bool) throws {
        queue = try PackQueue(folder, keys: keys, mayHurry: mayHurry)
    }

    /// - Throws: what writing an earlier blob failed with.
    func add(_ id: BlobID, _ blob: UnsafeRawBufferPointer, _ kind: BlobKind) throws {
        if blob.count >= BlobGroup.largeBlob {
            var alone = BlobGroup(kind)
            alone.add(id, blob)
            return try queue.write(alone)
        }
        if let group = groups[kind], group.bytes.count + blob.count > BlobGroup.size { try flush(kind) }
        groups[kind, default: BlobGroup(kind)].add(id, blob)
    }

    private func flush(_ kind: BlobKind) throws {
        guard let group = groups.removeValue(forKey: kind) else { return }
        try queue.write(group)
    }

    /// Removes what was written.
    func discard() { queue.discard() }

    /// - Returns: what an index needs to say, once every pack is durable.
    func finish() throws -> IndexContents {
        for kind in BlobKind.allCases { try flush(kind) }
        return try queue.finish()
    }
}
