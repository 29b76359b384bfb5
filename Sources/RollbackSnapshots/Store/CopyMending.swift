import FoundationEssentials
import RollbackCore
import RollbackFiles

/// Makes the second of two files where only one is: a writer ended between the two, or somebody removed one. Only with
/// the lock for writing.
struct CopyMending {
    let store: SnapshotStore

    func mend(_ index: StoreIndex) throws {
        for number in try store.index.generations() {
            try mend(store.index.path(of: number)) {
                _ = try SealedFile.readOne($0, .index, number: number, keys: store.keys)
            }
        }
        for name in try store.recordFolder.names() {
            try mend(store.recordFolder.path(of: name)) {
                _ = try SealedFile.readOne($0, .record, number: name.sequence, keys: store.keys)
            }
        }
        for pack in index.packs where pack.kind == .metadata {
            try mend(store.packs.path(of: pack.id)) { _ = try Leftovers.contents(of: $0, pack.id, store.keys) }
        }
    }

    /// Nothing is made of one that is damaged itself.
    private func mend(_ path: String, check: (String) throws -> Void) throws {
        let pair = [path, path + SecondCopy.suffix]
        let there = pair.filter { FileCall.facts($0) != nil }
        guard there.count == 1, let whole = there.first, (try? check(whole)) != nil,
            let bytes = try FileCall.read(whole), let lost = pair.first(where: { $0 != whole })
        else { return }
        try AtomicFile.write(bytes, to: lost)
    }
}

extension SnapshotStore {
    /// The index, once what a killed writer has left is put in order. Only with the lock for writing.
    /// - Throws: `SnapshotFailure.damaged` when the index cannot be read; `Failure.file`.
    func settledIndex() throws -> StoreIndex {
        let leftovers = Leftovers(store: self)
        try leftovers.removeDrafts()
        var settled = try leftovers.clear(index.load(keys))
        try CopyMending(store: self).mend(settled)
        settled.suspects = suspects.read()
        return settled
    }

    /// Makes second copies that a killed writer did not come to: they are no damage.
    /// - Throws: `SnapshotFailure.busy` while another process uses the store; `.damaged`, `Failure.file`: what is wrong
    ///   is found by whoever verifies, too.
    package func mendCopies() throws {
        let held = try lock(.writing)
        try withExtendedLifetime(held) { try CopyMending(store: self).mend(index.load(keys)) }
    }
}
