import CRollbackSystem
import Glibc

/// Collecting our own children.
enum ChildProcess {
    /// Waits for a child that has ended or is about to, and forgets it.
    static func collect(_ id: Int32) { _ = wait(for: id, 0) }

    /// The status of a child that has ended, which is collected by this; nil while it runs, or when it is no child.
    static func poll(_ id: Int32) -> Int32? { wait(for: id, WNOHANG) }

    private static func wait(for id: Int32, _ options: Int32) -> Int32? {
        // Looked at first and collected then: in between its number is still its own, and the guard is told.
        var ended = siginfo_t()
        while waitid(P_PID, id_t(id), &ended, WEXITED | WNOWAIT | options) < 0, errno == EINTR {}
        guard ended.si_signo == SIGCHLD else { return nil }
        lg_forget(id)
        var status: Int32 = 0
        return waitpid(id, &status, 0) == id ? shellStatus(status) : nil
    }

    /// The exit status, or 128 + the signal, of a wait status as wait(2) lays it out.
    static func shellStatus(_ status: Int32) -> Int32 {
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }
}
