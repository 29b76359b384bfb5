import Glibc

/// Collecting our own children.
enum ChildProcess {
    /// Waits for a child that has ended or is about to, and forgets it.
    static func collect(_ id: Int32) {
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
    }

    /// The status of a child that has ended, which is collected by this; nil while it runs, or when it is no child.
    static func poll(_ id: Int32) -> Int32? {
        var status: Int32 = 0
        return waitpid(id, &status, WNOHANG) == id ? shellStatus(status) : nil
    }

    /// The exit status, or 128 + the signal, of a wait status as wait(2) lays it out.
    static func shellStatus(_ status: Int32) -> Int32 {
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }
}
