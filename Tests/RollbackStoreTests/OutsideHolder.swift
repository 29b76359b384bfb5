import Foundation
import Glibc
import RollbackCore
import RollbackStore

/// Another process that holds a lock.
final class OutsideHolder {
    private let process = Process()
    private let state: StateDirectory
    let id: Int32

    /// - Parameters:
    ///   - condition: a shell command; the holder lets go as soon as it succeeds. Nil: never.
    ///   - user: whose process it is; only root can choose.
    init(_ state: StateDirectory, until condition: String? = nil, user: UInt32? = nil) throws {
        self.state = state
        let wait = condition.map { "until \($0); do sleep 0.01; done" } ?? "exec sleep 1000"
        var arguments = ["sh", "-c", "exec 9<\"$0\"; flock 9; echo held; \(wait)", state.anchor]
        if let user { arguments = ["setpriv", "--reuid=\(user)", "--clear-groups", "--"] + arguments }
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        process.standardOutput = output
        try process.run()
        id = process.processIdentifier
        // Returns when the lock is held.
        _ = output.fileHandleForReading.readData(ofLength: 5)
    }

    /// Writes down who holds the lock, as the holder itself would.
    func says(_ owner: LockOwner) throws { try put(JSONText.data(owner), state.lockPath) }

    var isRunning: Bool { process.isRunning }
    func kill() { Glibc.kill(id, SIGKILL) }

    deinit {
        kill()
        process.waitUntilExit()
    }
}
