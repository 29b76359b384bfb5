import RollbackCore

/// Gives room back that no kept snapshot needs. After each step a crash leaves a store in which every record that is there
/// can be restored; what it leaves too much is cleared by the next writer or the next prune.
struct Pruning {
    private let store: SnapshotStore
    private let lock: StoreLock
    private let source: BlobSource
    private let removed: [RecordFolder.Name]
    private let plan: PrunePlan

    /// - Parameter keep: sequence numbers.
    /// - Throws: `SnapshotFailure.busy`; `.blobGone` or `.damaged` when a snapshot that is to be kept is not whole:
    ///   nothing is removed then.
    init(_ store: SnapshotStore, keeping keep: Set<Int>) throws {
        self.store = store
        lock = try store.lock(.writing)
        let index = try store.settledIndex()
        source = try BlobSource(store.packs, index: index, keys: store.keys)
        let names = try store.recordFolder.names()
        removed = names.filter { !keep.contains($0.sequence) }
        var used = UsedBlobs(source)
        for name in names where keep.contains(name.sequence) {
            try used.mark(store.recordFolder.read(name, keys: store.keys))
        }
        plan = PrunePlan(index, used: used)
    }

    func run() throws -> PruneReport {
        let new = try rewrite()
        try removeRecords()
        try publish(new)
        let freed = removeOld()
        return PruneReport(
            snapshots: removed.map(\.sequence), packs: plan.gone.count,
            bytes: freed - new.packs.reduce(0) { $0 + $1.bytes })
    }

    /// 1. What is still needed of packs that are mostly not.
    func rewrite() throws -> IndexContents {
        let packer = try BlobPacker(store.packs, keys: store.keys, mayHurry: false)
        for entry in plan.moved {
            try source.withBlob(entry.id) { try packer.add(entry.id, $0, entry.kind) }
        }
        return try packer.finish()
    }

    /// 2. Before anything that they need goes.
    func removeRecords() throws {
        removed.forEach(store.recordFolder.remove)
        try store.recordFolder.sync()
    }

    /// 3. From here on nothing leads to the old packs.
    func publish(_ new: IndexContents) throws {
        guard !plan.gone.isEmpty else { return }
        var contents = plan.kept
        contents.add(new.packs, new.entries)
        try store.index.write(contents, number: source.index.next, keys: store.keys)
    }

    /// 4. Nobody reads them: the lock is held.
    /// - Returns: bytes of the packs.
    func removeOld() -> Int {
        guard !plan.gone.isEmpty else { return 0 }
        plan.kept.replaces.forEach(store.index.remove)
        for pack in plan.gone { store.packs.remove(pack.id) }
        return plan.gone.reduce(0) { $0 + $1.bytes }
    }
}

/// What was given back.
package struct PruneReport: Hashable, Sendable {
    /// Sequence numbers of the snapshots that are gone.
    package var snapshots: [Int]
    /// Packs removed, those too whose needed half was written anew.
    package var packs: Int
    /// What the store takes less, copies not counted.
    package var bytes: Int
}

extension SnapshotStore {
    /// Removes every snapshot but some, and what only those needed.
    /// - Parameter keeping: sequence numbers; those that an open run needs among them.
    /// - Throws: `SnapshotFailure.busy` while another process reads or writes; `.blobGone` or `.damaged` when a snapshot
    ///   that is to be kept is not whole: nothing is removed then.
    package func prune(keeping: Set<Int>) throws -> PruneReport { try Pruning(self, keeping: keeping).run() }
}
