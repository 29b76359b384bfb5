package import FoundationEssentials

/// What a helper process left behind.
package struct CommandResult: Sendable, Hashable {
    /// The exit status, or 128 + the signal that ended it, as shells count.
    package var status: Int32
    package var output: Data
    package var errors: Data

    package init(status: Int32, output: Data = Data(), errors: Data = Data()) {
        self.status = status
        self.output = output
        self.errors = errors
    }

    package var succeeded: Bool { status == 0 }
    package var text: String { String(decoding: output, as: UTF8.self) }
    package var errorText: String { String(decoding: errors, as: UTF8.self) }
}

/// A user and group that a process runs as.
package struct UserIdentity: Hashable, Codable, Sendable {
    package var user: UInt32
    package var group: UInt32
    package init(user: UInt32, group: UInt32) {
        self.user = user
        self.group = group
    }
}

/// Runs helper processes (git, systemctl, pip) to their end.
///
/// Contract: a helper runs in its own session, ends when lastgood ends (a surviving helper would be a
/// second writer), and inherits no descriptor but its standard three. A non-zero exit is a result, not an error.
package protocol ProcessRunning: Sendable {
    /// - Parameters:
    ///   - input: bytes for standard input; empty closes it at once.
    ///   - identity: run as this user instead of the caller's.
    ///   - limit: after it the whole process group is killed.
    /// - Throws: `Failure.commandMissing` when the program cannot be started, `Failure.timeLimit` past the limit.
    func run(_ command: Command, input: Data, as identity: UserIdentity?, limit: Duration) async throws -> CommandResult
}

extension ProcessRunning {
    package func run(_ command: Command, input: Data = Data(), limit: Duration = .seconds(60)) async throws
        -> CommandResult
    {
        try await run(command, input: input, as: nil, limit: limit)
    }

    /// Runs a command that must succeed.
    /// - Throws: `Failure.commandFailed` with what the command said.
    package func require(_ command: Command, input: Data = Data(), limit: Duration = .seconds(60)) async throws
        -> CommandResult
    {
        let result = try await run(command, input: input, as: nil, limit: limit)
        guard result.succeeded else {
            throw Failure.commandFailed(command: command, status: result.status, said: result.errorText)
        }
        return result
    }
}
