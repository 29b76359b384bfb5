import CRollbackSystem
import Glibc
package import RollbackCore
import Synchronization

/// Starts services on this machine. They outlive lastgood, and each leads a session of its own.
package final class SystemProcessLauncher: ProcessLaunching {
    private let table: any ProcessTable
    /// Services started here that have not been seen to end, and how those that have ended did.
    private let statuses = Mutex<[ProcessIdentity: Int32?]>([:])

    package init(table: any ProcessTable) { self.table = table }

    /// - Throws: `Failure.commandMissing` with the reason, `Failure.file` for a log file, or what `record` throws.
    package func launch(_ launch: ProcessLaunch, record: (ProcessIdentity) throws -> Void) throws -> ProcessIdentity {
        collectEnded()
        let logs = try ServiceLogs(launch)
        let child = try SpawnRequest(
            path: launch.executable, arguments: launch.arguments, environment: launch.environment,
            directory: launch.directory, descriptors: logs.descriptors, owner: launch.owner, mask: launch.mask,
            helper: false, gated: true
        ).spawn()
        guard let identity = table.describe(child.id)?.identity else {
            child.abandon()
            throw Failure.commandMissing(launch.executable, why: "its process ended before it began")
        }
        do { try record(identity) } catch {
            child.abandon()
            throw error
        }
        try child.begin()
        statuses.withLock { $0[identity] = .some(nil) }
        return identity
    }

    package func signal(_ signal: Int32, to process: ProcessIdentity) {
        let descriptor = lg_pidfd_open(process.id)
        guard descriptor >= 0 else {
            if descriptor == -ENOSYS, table.runs(process) { kill(process.id, signal) }
            return
        }
        let exact = Descriptor(owning: descriptor)
        // Opened first, compared then: the descriptor cannot come to mean a later process with the same number.
        if table.runs(process) { _ = lg_pidfd_send_signal(exact.number, signal) }
    }

    package func maySignal(_ process: ProcessIdentity) -> Bool { kill(process.id, 0) == 0 || errno != EPERM }

    package func exitStatus(of process: ProcessIdentity) -> Int32? {
        statuses.withLock { statuses in
            guard let known = statuses[process] else { return nil }
            let status = known ?? ChildProcess.poll(process.id)
            statuses[process] = .some(status)
            return status
        }
    }

    /// A program that runs for long must not keep the zombies of services that nobody has asked about.
    private func collectEnded() {
        for process in statuses.withLock({ Array($0.keys) }) { _ = exitStatus(of: process) }
    }
}
