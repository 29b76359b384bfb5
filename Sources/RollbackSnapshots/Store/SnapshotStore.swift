package import Crypto
import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// A folder that keeps snapshots: see docs/snapshot-format.md. One host, one writer at a time, any number of readers.
package struct SnapshotStore: Sendable {
    package let path: String
    /// The store's own name.
    package let id: RandomID
    let keys: SnapshotKeys

    var packs: PackFolder { PackFolder(path: "\(path)/packs") }
    var index: IndexFolder { IndexFolder(path: "\(path)/index") }
    var recordFolder: RecordFolder { RecordFolder(path: "\(path)/snapshots") }
    private static func configuration(_ path: String) -> String { "\(path)/config" }

    private init(_ path: String, id: RandomID, keys: SnapshotKeys) {
        (self.path, self.id, self.keys) = (path, id, keys)
    }

    /// Whether there is a store at a path.
    package static func exists(_ path: String) -> Bool { FileCall.facts(configuration(path)) != nil }

    /// Makes an empty store. Can be repeated after a crash: there is a store once its configuration is durable.
    /// - Parameter key: 32 bytes; without it nothing in the store can be read.
    /// - Throws: `SnapshotFailure.storeExists`, `Failure.file`.
    package static func create(_ path: String, key: SymmetricKey) throws -> SnapshotStore {
        guard !exists(path) else { throw Failure.snapshot(.storeExists(path: path)) }
        let store = SnapshotStore(path, id: .make(), keys: SnapshotKeys(master: key))
        for folder in ["packs", "index", "snapshots", "keys"] { try FileCall.makeDirectory("\(path)/\(folder)") }
        let configuration = StoreConfiguration(
            format: StoreConfiguration.format, key: store.keys.name, store: store.id)
        try AtomicFile.write(JSONText.data(configuration), to: Self.configuration(path))
        if let parent = FileCall.parent(of: path) { try FileCall.syncDirectory(parent) }
        return store
    }

    /// - Throws: `SnapshotFailure.noStore`, `.otherKey`, `.damaged`; `Failure.stateFromNewerVersion`.
    package static func open(_ path: String, key: SymmetricKey) throws -> SnapshotStore {
        let configuration = try StoreConfiguration.read(Self.configuration(path), store: path)
        let keys = SnapshotKeys(master: key)
        guard configuration.key == keys.name else {
            throw Failure.snapshot(.otherKey(path: path, needs: configuration.key, given: keys.name))
        }
        return SnapshotStore(path, id: configuration.store, keys: keys)
    }

    /// Every snapshot, the oldest first, and the records that cannot be read. Needs no lock: a record appears and goes
    /// away whole.
    package func records() throws -> StoredRecords {
        var found = StoredRecords()
        for name in try recordFolder.names() {
            do {
                found.records.append(try recordFolder.read(name, keys: keys))
            } catch Failure.snapshot(.damaged(let path, let damage)) {
                if damage != .missing { found.damaged.append(SnapshotFinding(path: path, damage)) }
            }
        }
        return found
    }

    /// To read, restore and verify, beside other readers.
    /// - Throws: `SnapshotFailure.busy` while another process writes; `.damaged`.
    package func reader() throws -> SnapshotReader { try SnapshotReader(self) }

    /// To take a snapshot, alone. Clears away what a crashed writer left.
    /// - Throws: `SnapshotFailure.busy` while another process reads or writes; `.damaged` when the index cannot be read:
    ///   nothing is written on the word of a damaged one.
    package func writer() throws -> SnapshotWriter { try SnapshotWriter(self) }

    func lock(_ use: StoreLock.Use) throws -> StoreLock { try StoreLock("\(path)/LOCK", use, store: path) }
}

/// The snapshots of a store.
package struct StoredRecords: Hashable, Sendable {
    /// The oldest first.
    package var records: [SnapshotRecord] = []
    package var damaged: [SnapshotFinding] = []
}
