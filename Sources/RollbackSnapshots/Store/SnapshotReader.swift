package import FoundationEssentials
import RollbackCore
import RollbackFiles

/// A store while it is read: nobody writes to it as long as this exists. For one thread.
package final class SnapshotReader {
    package let store: SnapshotStore
    let source: BlobSource
    private let lock: StoreLock

    init(_ store: SnapshotStore) throws {
        self.store = store
        lock = try store.lock(.reading)
        source = try BlobSource(store.packs, index: store.index.load(store.keys), keys: store.keys)
    }

    /// - Parameter id: which of several with one number: a store may have been copied back over a newer one.
    /// - Throws: `SnapshotFailure.noSnapshot`, `.severalSnapshots`, `.damaged`.
    package func record(_ sequence: Int, id: RandomID? = nil) throws -> SnapshotRecord {
        let names = try store.recordFolder.names().filter { $0.sequence == sequence && (id ?? $0.id) == $0.id }
        guard let name = names.first else { throw Failure.snapshot(.noSnapshot(sequence, store: store.path)) }
        guard names.count == 1 else {
            throw Failure.snapshot(.severalSnapshots(sequence, ids: names.map(\.id.description)))
        }
        return try store.recordFolder.read(name, keys: store.keys)
    }

    /// - Throws: `SnapshotFailure.blobGone`, `.damaged`.
    package func manifest(of record: SnapshotRecord) throws -> SnapshotManifest { try source.manifest(of: record) }

    /// The bytes of one blob, checked against its id.
    /// - Throws: `SnapshotFailure.blobGone`, `.damaged`.
    package func read(_ blob: BlobID) throws -> [UInt8] { try source.read(blob) }

    /// The JSON that was kept as facts.
    /// - Throws: `SnapshotFailure.partOfOtherKind`, `.blobGone`, `.damaged`.
    package func facts(_ part: SnapshotPart) throws -> Data {
        try part.check(.facts)
        try part.checkSize(source.size(of: part.blobs))
        return Data(try source.joined(part.blobs, limit: SnapshotPart.mostFacts, "facts of \(part.name)"))
    }

    /// Writes a stream to an open file or pipe. Durability is the caller's.
    /// - Parameter path: names the target in errors.
    /// - Throws: `SnapshotFailure.partOfOtherKind`, `.blobGone`, `.damaged`; `Failure.file`.
    package func write(_ part: SnapshotPart, to descriptor: Int32, path: String) throws {
        try part.check(.stream)
        try part.checkSize(source.size(of: part.blobs))
        for blob in part.blobs {
            try source.withBlob(blob) { try FileCall.write($0, to: descriptor, path: path) }
        }
    }
}

extension BlobSource {
    /// - Throws: `SnapshotFailure.damaged` also for names that no part can have: whoever has the key can write them, and
    ///   they become names of files.
    func manifest(of record: SnapshotRecord) throws -> SnapshotManifest {
        let name = "manifest of snapshot \(record.sequence)"
        let text = try joined(record.manifest, limit: SnapshotManifest.mostBytes, name)
        guard let manifest = try? JSONText.decode(SnapshotManifest.self, from: Data(text)),
            (try? manifest.checkNames()) != nil
        else { throw Failure.snapshot(.damaged(path: name, .contents(at: 0))) }
        for part in manifest.parts where part.digest != digest(of: part) {
            throw Failure.snapshot(.damaged(path: "the manifest's part \(part.name)", .place))
        }
        return manifest
    }
}

extension SnapshotPart {
    /// - Throws: `SnapshotFailure.partOfOtherKind`.
    func check(_ kind: Kind) throws {
        guard self.kind == kind else { throw Failure.snapshot(.partOfOtherKind(name)) }
    }

    /// - Parameter size: of the blobs of a stream or of facts.
    /// - Throws: `SnapshotFailure.damaged` where it is not the part's own.
    func checkSize(_ size: Int) throws {
        guard size == bytes else {
            throw Failure.snapshot(.damaged(path: "the manifest's part \(name)", .size(size, expected: bytes)))
        }
    }
}
