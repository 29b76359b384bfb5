import Foundation
import Glibc

/// A child process that inherits nothing but its three standard files. (Foundation's `Process` takes a child for
/// running as long as anything that it started lives, and services outlive what starts them.)
final class Spawned {
    let id: pid_t
    private var ended: Int32?

    /// - Parameter files: for its standard input, output and errors.
    init(
        _ arguments: [String], in directory: String, environment: [String: String], files: (Int32, Int32, Int32)
    ) throws {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The threads of a pool take no signals, and a child inherits that.
        var (none, every) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&every)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &every)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (place, file) in [files.0, files.1, files.2].enumerated() {
            posix_spawn_file_actions_adddup2(&actions, file, Int32(place))
        }
        // Whatever else is open here, also of the test runner, stays here.
        for file in Int32(3)..<256 { posix_spawn_file_actions_addclose(&actions, file) }
        let words = ["/usr/bin/env", "--chdir=\(directory)"] + arguments
        var child: pid_t = 0
        let error = Self.withStrings(words) { words in
            Self.withStrings(environment.map { "\($0.key)=\($0.value)" }) { variables in
                posix_spawn(&child, "/usr/bin/env", &actions, &attributes, words, variables)
            }
        }
        guard error == 0 else { throw POSIXError(POSIXErrorCode(rawValue: error) ?? .ENOENT) }
        id = child
    }

    private static func withStrings(
        _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Int32
    ) -> Int32 {
        let copies = texts.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return (copies + [nil]).withUnsafeBufferPointer { buffer in buffer.baseAddress.map(body) ?? EINVAL }
    }

    var isRunning: Bool { status == nil }

    /// Nil while it runs; of a process that a signal ended, the signal's number.
    var status: Int32? {
        if let ended { return ended }
        var status: Int32 = 0
        guard waitpid(id, &status, WNOHANG) == id else { return nil }
        let signal = status & 0x7f
        ended = signal == 0 ? (status >> 8) & 0xff : signal
        return ended
    }

    func send(_ signal: Int32) { if isRunning { kill(id, signal) } }

    /// Waits for its end; one that does not come to it is killed.
    func end(within limit: TimeInterval) async throws -> Int32 {
        if try await !eventually(within: limit, { !isRunning }) { send(SIGKILL) }
        _ = try await eventually { !isRunning }
        return status ?? -1
    }

    deinit {
        guard isRunning else { return }
        kill(id, SIGKILL)
        waitpid(id, nil, 0)
    }
}
