import Dispatch
import Synchronization

/// Reads packs whole, on as many cores as there are.
enum ByteCheck {
    /// - Returns: findings in the order of the jobs.
    static func findings(_ jobs: [PackJob], keys: SnapshotKeys) -> [SnapshotFinding] {
        let found = Mutex<[Int: SnapshotFinding]>([:])
        DispatchQueue.concurrentPerform(iterations: jobs.count) { number in
            guard let finding = jobs[number].checkBytes(keys) else { return }
            found.withLock { $0[number] = finding }
        }
        return found.withLock { found in found.sorted { $0.key < $1.key }.map(\.value) }
    }
}
