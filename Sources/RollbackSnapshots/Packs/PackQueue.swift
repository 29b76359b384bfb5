import Dispatch
import Synchronization

/// Compresses, seals and writes on a second thread, while the caller reads and hashes.
final class PackQueue: Sendable {
    /// Groups that may wait: of at most a chunk's size each, so no more than 32 MiB.
    private static let waiting = 8

    private let queue = DispatchQueue(label: "lastgood.snapshot.packs")
    private let room = DispatchSemaphore(value: waiting)
    private let state: Mutex<State>

    private struct State {
        var work: PackWork
        /// The first error; nothing is written after it.
        var failure: (any Error)?
    }

    init(_ folder: PackFolder, keys: SnapshotKeys) throws {
        state = Mutex(State(work: try PackWork(folder, keys: keys)))
    }

    /// Waits while too many groups do.
    /// - Throws: what an earlier group failed with.
    func write(_ group: BlobGroup) throws {
        room.wait()
        queue.async {
            self.attempt { try $0.write(group) }
            self.room.signal()
        }
        try state.withLock { state in
            if let failure = state.failure { throw failure }
        }
    }

    /// Waits for all groups.
    /// - Returns: what an index needs to say, once every pack is durable.
    /// - Throws: what the first one failed with.
    func finish() throws -> IndexContents {
        try queue.sync {
            try state.withLock { state in
                if let failure = state.failure { throw failure }
                return try state.work.finish()
            }
        }
    }

    private func attempt(_ body: (inout PackWork) throws -> Void) {
        state.withLock { state in
            guard state.failure == nil else { return }
            do { try body(&state.work) } catch { state.failure = error }
        }
    }
}
