import Dispatch
import Synchronization

/// Reads packs whole, on as many cores as there are.
enum ByteCheck {
    /// - Returns: findings in the order of the jobs, each with its pack.
    static func findings(_ jobs: [PackJob], keys: SnapshotKeys) -> [(pack: RandomID, finding: SnapshotFinding)] {
        let found = Mutex<[Int: SnapshotFinding]>([:])
        DispatchQueue.concurrentPerform(iterations: jobs.count) { number in
            guard let finding = jobs[number].checkBytes(keys) else { return }
            found.withLock { $0[number] = finding }
        }
        return found.withLock { found in found.sorted { $0.key < $1.key }.map { (jobs[$0.key].pack.id, $0.value) } }
    }
}
