import FoundationEssentials
import RollbackCore

/// Runs systemctl as whoever may talk to a unit's manager.
struct Systemd {
    let processes: any ProcessRunning
    let name: UnitName

    var commands: SystemctlCommands { SystemctlCommands(name) }

    func run(_ command: Command, limit: Duration = .seconds(10)) async throws -> CommandResult {
        try await processes.run(command, input: Data(), as: identity, limit: limit)
    }

    /// - Throws: `Failure.commandFailed`.
    func require(_ command: Command, limit: Duration = .seconds(10)) async throws {
        let result = try await run(command, limit: limit)
        guard result.succeeded else {
            throw Failure.commandFailed(command: command, status: result.status, said: result.errorText)
        }
    }

    /// Nil for a unit that systemd does not know.
    func facts() async throws -> UnitFacts? {
        let result = try await run(commands.show)
        return UnitFacts.units(in: result.text, user: name.user).first { $0.loaded }
    }

    /// A user's manager listens to that user only.
    private var identity: UserIdentity? {
        guard let user = name.user, user != FileFacts.own.user else { return nil }
        return UserIdentity(user: user, group: FileFacts.account(of: user)?.group ?? user)
    }
}
