import Dispatch
import FoundationEssentials
import Glibc
package import RollbackCore
import RollbackFiles
import Synchronization

/// A dump that is read while it is written: it never lies on a disk.
package struct DumpStream: Sendable {
    private let processes: any ProcessRunning
    private let folder: String

    /// - Parameter folder: the user's own, closed to everybody else, for one dump at a time. What a kill has left in it is
    ///   gone with the next.
    package init(processes: any ProcessRunning, folder: String) {
        self.processes = processes
        self.folder = folder
    }

    /// Starts `pg_dump`. The caller reads the descriptor to its end, on a thread that may wait, and asks then how it ended.
    /// - Throws: `Failure.file`.
    package func begin(_ address: PostgresAddress, limit: Duration) throws -> RunningDump {
        let (pipe, passwords) = ("\(folder)/dump.pipe", "\(folder)/dump.passwords")
        for path in [pipe, passwords] { unlink(path) }
        if let line = address.passwordLine { try AtomicFile.write(Data(line.utf8), to: passwords, durable: false) }
        try FileCall.check(pipe, "make a named pipe") { mkfifo(pipe, 0o600) }
        let ends = try Self.ends(of: pipe)
        let command = PostgresDump.command(
            address, to: pipe, passwords: address.passwordLine == nil ? nil : passwords)
        let dump = RunningDump(descriptor: ends.read)
        Task { [processes] in
            let ended = await Self.run(command, processes, limit)
            for path in [pipe, passwords] { unlink(path) }
            // Until here the reader has waited for a writer; what was written is still read to its end.
            close(ends.write)
            dump.ended(ended)
        }
        return dump
    }

    /// The reading end exists before the writer, and a writing end of our own until the writer has ended: neither side
    /// waits for the other in vain, whenever it fails.
    private static func ends(of pipe: String) throws -> (read: Int32, write: Int32) {
        let read = try FileCall.check(pipe, "open") { open(pipe, O_RDONLY | O_NONBLOCK | O_CLOEXEC) }
        let write = try FileCall.check(pipe, "open") { open(pipe, O_WRONLY | O_CLOEXEC) }
        _ = fcntl(read, F_SETFL, fcntl(read, F_GETFL) & ~O_NONBLOCK)
        // The two wait for each other less often. Where there is no room for so many pipes it stays as it is.
        _ = fcntl(read, setPipeSize, 1 << 20)
        return (read, write)
    }

    /// F_SETPIPE_SZ of fcntl(2), which the Glibc module leaves out.
    private static let setPipeSize: Int32 = 1031

    private static func run(
        _ command: Command, _ processes: any ProcessRunning, _ limit: Duration
    ) async -> Result<Void, any Error> {
        do {
            let result = try await processes.run(command, limit: limit)
            guard !result.succeeded else { return .success(()) }
            let last = result.errorText.split(whereSeparator: \.isNewline).last.map(String.init)
            return .failure(DatabaseTrouble(why: last ?? "pg_dump exited with \(result.status)"))
        } catch Failure.commandMissing {
            return .failure(DatabaseTrouble(why: "pg_dump is not installed here"))
        } catch Failure.timeLimit(_, let seconds) {
            return .failure(DatabaseTrouble(why: "pg_dump took longer than \(seconds) s"))
        } catch {
            return .failure(error)
        }
    }
}

/// A dump under way.
package final class RunningDump: Sendable {
    /// Where the dump is read; closed with this object.
    package let descriptor: Int32
    private let outcome = Mutex<Result<Void, any Error>?>(nil)
    private let isOver = DispatchSemaphore(value: 0)

    fileprivate init(descriptor: Int32) { self.descriptor = descriptor }
    deinit { close(descriptor) }

    fileprivate func ended(_ result: Result<Void, any Error>) {
        outcome.withLock { $0 = result }
        isOver.signal()
    }

    /// Waits for `pg_dump` to end, which it has when everything is read. Not for a thread of Swift's tasks.
    /// - Parameter ending: the last bytes that were read, `PostgresDump.ending` of them or all.
    /// - Throws: `DatabaseTrouble` when it is missing, failed, took too long, or ended before its trailer.
    package func finish(ending: some Collection<UInt8>) throws {
        isOver.wait()
        isOver.signal()
        try outcome.withLock(\.self)?.get()
        guard PostgresDump.isComplete(ending: ending) else {
            throw DatabaseTrouble(why: "pg_dump ended before the end of its dump")
        }
    }
}
