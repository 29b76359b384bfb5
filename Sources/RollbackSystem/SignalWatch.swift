import CRollbackSystem
import Dispatch
import Glibc
import RollbackCore

/// Turns SIGINT and SIGTERM into calls, so that a run can finish its step and stop in good order.
///
/// SIGHUP and SIGPIPE are ignored from then on: a dropped terminal session must not stop a rollback.
package enum SignalWatch {
    /// Watches for as long as the program runs. Calls come one at a time, on a thread of the watch's own.
    /// - Throws: `Failure.file` when no descriptor is left.
    package static func start(_ receive: @escaping @Sendable (Int32) -> Void) throws {
        let descriptor = lg_watch_signals()
        guard descriptor >= 0 else { throw Failure.file(path: "pipe", doing: "open", errno: -descriptor) }
        DispatchQueue(label: "signals").async {
            while let signal = next(descriptor) { receive(signal) }
        }
    }

    private static func next(_ descriptor: Int32) -> Int32? {
        var number: UInt8 = 0
        while true {
            let count = read(descriptor, &number, 1)
            if count == 1 { return Int32(number) }
            if count == 0 || errno != EINTR { return nil }
        }
    }
}
