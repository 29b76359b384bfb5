import Dispatch
import Synchronization

/// Compresses, seals and writes on threads of its own, while the caller reads and hashes.
final class PackQueue: Sendable {
    /// Groups that may wait: of at most a chunk's size each, so no more than 16 MiB.
    private static let waiting = 8
    /// Where so many wait the source is quicker than this machine compresses: then less is compressed.
    private static let hurry = 5

    private let queue = DispatchQueue(label: "lastgood.snapshot.packs", attributes: .concurrent)
    private let room = DispatchSemaphore(value: waiting)
    /// Two at once: compressing takes several times as long as reading, hashing, sealing and writing together.
    private let compressors: [ZstdCompressor]
    private let mayHurry: Bool
    private let state: Mutex<State>

    private struct State {
        var work: PackWork
        /// The first error; nothing is written after it.
        var failure: (any Error)?
        var groups = 0
        /// Groups that have not been written yet.
        var pending = 0
    }

    /// - Parameter mayHurry: somebody waits for the source: where it is quicker than this machine, less is compressed.
    init(_ folder: PackFolder, keys: SnapshotKeys, mayHurry: Bool) throws {
        self.mayHurry = mayHurry
        compressors = try [ZstdCompressor(), ZstdCompressor()]
        state = Mutex(State(work: PackWork(folder, keys: keys)))
    }

    /// Waits while too many groups do.
    /// - Throws: what an earlier group failed with.
    func write(_ group: BlobGroup) throws {
        room.wait()
        do {
            let number = try state.withLock { state in
                if let failure = state.failure { throw failure }
                state.groups += 1
                state.pending += 1
                return state.groups
            }
            queue.async {
                let compressor = self.compressors[number % self.compressors.count]
                let body = SegmentBody(group.body(), compressor, self.effort)
                self.attempt { try $0.write(group, body) }
                self.room.signal()
            }
        } catch {
            room.signal()
            throw error
        }
    }

    /// Waits for all groups.
    /// - Returns: what an index needs to say, once every pack is durable.
    /// - Throws: what the first one failed with.
    func finish() throws -> IndexContents {
        queue.sync(flags: .barrier) {}
        return try state.withLock { state in
            if let failure = state.failure { throw failure }
            return try state.work.finish()
        }
    }

    private var effort: ZstdCompressor.Effort {
        mayHurry && state.withLock { $0.pending >= Self.hurry } ? .hurried : .ordinary
    }

    /// Waits for all groups, and removes what was written.
    func discard() {
        queue.sync(flags: .barrier) {}
        state.withLock { $0.work.discard() }
    }

    private func attempt(_ body: (inout PackWork) throws -> Void) {
        state.withLock { state in
            state.pending -= 1
            guard state.failure == nil else { return }
            do { try body(&state.work) } catch { state.failure = error }
        }
    }
}
