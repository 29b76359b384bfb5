import CRollbackSystem
package import FoundationEssentials
import Glibc
package import RollbackCore
import RollbackFiles

/// A run's journal on disk. `append` returns when its record is durable; records that wait at the same time share
/// one write and one fsync. The first failure of either poisons the file: after a failed fsync nobody knows what
/// is on disk, and asking again may answer "all is well".
package actor JournalFile: Journaling {
    private let path: String
    private let descriptor: Int32
    private let wallTime: @Sendable () -> Date
    private var sequence: Int
    private var digest: Data
    private var waiting: [(records: [JournalRecord], done: CheckedContinuation<Void, any Error>)] = []
    private var flushing = false
    private var poisoned = false

    /// Room kept for closing a run on a disk that fills up meanwhile: about 200 records.
    static let ballast: Int64 = 256 << 10

    private init(
        path: String, descriptor: Int32, sequence: Int, digest: Data, wallTime: @escaping @Sendable () -> Date
    ) {
        self.path = path
        self.descriptor = descriptor
        self.sequence = sequence
        self.digest = digest
        self.wallTime = wallTime
    }

    deinit { close(descriptor) }

    /// Begins a journal that must not exist yet.
    package static func create(_ path: String, wallTime: @escaping @Sendable () -> Date) throws -> JournalFile {
        let descriptor = try FileCall.check(path, "create the journal") {
            open(path, O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        }
        do {
            try reserve(descriptor, path)
            try JournalFrame.magic.withUnsafeBytes { try FileCall.write($0, to: descriptor, path: path) }
            try FileCall.check(path, "make the journal durable") { fsync(descriptor) }
            if let folder = FileCall.parent(of: path) { try FileCall.syncDirectory(folder) }
        } catch {
            close(descriptor)
            throw error
        }
        return JournalFile(
            path: path, descriptor: descriptor, sequence: 0, digest: Data(count: JournalFrame.digestSize),
            wallTime: wallTime)
    }

    /// Goes on with a journal that was read; a torn last frame is cut off first.
    package static func reopen(
        _ path: String, _ contents: JournalContents, wallTime: @escaping @Sendable () -> Date
    ) throws -> JournalFile {
        let descriptor = try FileCall.check(path, "open the journal") { open(path, O_WRONLY | O_APPEND | O_CLOEXEC) }
        do {
            if contents.torn {
                try FileCall.check(path, "cut off a torn record") { ftruncate(descriptor, contents.length) }
            }
            // On a full disk the rest of the room reserved at first is what there is.
            _ = lg_fallocate_keep_size(descriptor, off_t(contents.length), off_t(ballast))
            try FileCall.check(path, "make the journal durable") { fsync(descriptor) }
        } catch {
            close(descriptor)
            throw error
        }
        return JournalFile(
            path: path, descriptor: descriptor, sequence: contents.records.count, digest: contents.digest,
            wallTime: wallTime)
    }

    /// File systems without preallocation lose the promise for full disks only.
    private static func reserve(_ descriptor: Int32, _ path: String) throws {
        let result = lg_fallocate_keep_size(descriptor, 0, off_t(ballast))
        if result == 0 || result == -EOPNOTSUPP { return }
        throw Failure.file(path: path, doing: "reserve room for the journal", errno: -result)
    }

    package func append(_ entries: [JournalEntry]) async throws {
        guard !entries.isEmpty else { return }
        guard !poisoned else { throw Failure.journalPoisoned(path: path) }
        let time = wallTime()
        let records = entries.enumerated().map { place, entry in
            JournalRecord(sequence: sequence + place + 1, time: time, entry: entry)
        }
        sequence += entries.count
        try await withCheckedThrowingContinuation { done in
            waiting.append((records, done))
            if !flushing {
                flushing = true
                Task { await self.flush() }
            }
        }
    }

    private func flush() async {
        while !waiting.isEmpty {
            let batch = waiting
            waiting = []
            let result = await write(batch.flatMap(\.records))
            for (_, done) in batch { done.resume(with: result) }
        }
        flushing = false
    }

    private func write(_ records: [JournalRecord]) async -> Result<Void, any Error> {
        guard !poisoned else { return .failure(Failure.journalPoisoned(path: path)) }
        do {
            let payload = try JSONText.data(records)
            let frame = JournalFrame(sequence: records[0].sequence, previous: digest, payload: payload).encoded()
            try await Self.makeDurable(frame.bytes, descriptor, path)
            digest = frame.digest
            return .success(())
        } catch {
            poisoned = true
            return .failure(Failure.journalPoisoned(path: path))
        }
    }

    /// Off the actor, so that records arriving meanwhile gather for the next frame.
    @concurrent
    private static func makeDurable(_ bytes: Data, _ descriptor: Int32, _ path: String) async throws {
        try bytes.withUnsafeBytes { try FileCall.write($0, to: descriptor, path: path) }
        try FileCall.check(path, "make the journal durable") { fdatasync(descriptor) }
    }
}
