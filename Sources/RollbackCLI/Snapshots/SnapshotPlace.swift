import Glibc
import RollbackCore
import RollbackSnapshots
import RollbackStore

/// Where a platform's snapshots are, and what opens them.
extension Platform {
    /// Beside what people keep in `rollback/backups/`; without such a folder with the rest of the platform's state.
    var snapshotPath: String {
        Glibc.access("\(root)/rollback", F_OK) == 0
            ? "\(root)/rollback/backups/snapshots" : "\(state.onDisk.path)/snapshots"
    }

    /// The store, made when there is none.
    func makeSnapshotStore() throws -> SnapshotStore {
        guard SnapshotStore.exists(snapshotPath) else {
            return try SnapshotStore.create(snapshotPath, key: machine.keyFile.master(making: true))
        }
        return try snapshotStore()
    }

    /// - Throws: `Failure.snapshot(.noStore)`, and what a key throws that is missing or another.
    func snapshotStore() throws -> SnapshotStore {
        guard SnapshotStore.exists(snapshotPath) else { throw Failure.snapshot(.noStore(path: snapshotPath)) }
        return try SnapshotStore.open(snapshotPath, key: machine.keyFile.master(making: false))
    }
}
