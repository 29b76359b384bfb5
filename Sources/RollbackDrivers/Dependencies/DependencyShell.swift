import FoundationEssentials
import RollbackCore

/// Runs the programs of a set as the user whose set it is.
struct DependencyShell: Sendable {
    let processes: any ProcessRunning
    let owner: UserIdentity?
    /// The way around a build that fails.
    var wayAround: String? = "To go back with the installed set, add --keep-dependencies"

    /// What a program prints; nil when it is missing, does not end in time, or fails.
    func answer(_ arguments: [String]) async throws -> String? {
        do {
            let result = try await processes.run(Command(arguments), input: Data(), as: owner, limit: .seconds(20))
            return result.succeeded ? result.text : nil
        } catch Failure.commandMissing, Failure.timeLimit {
            return nil
        }
    }

    /// - Throws: `Failure.commandFailed` with the last lines, free of credentials, and the way around.
    func build(_ command: Command) async throws {
        let result = try await processes.run(command, input: Data(), as: owner, limit: .seconds(600))
        guard !result.succeeded else { return }
        let said = result.errorText.trimmed.isEmpty ? result.text : result.errorText
        let last = said.split(whereSeparator: \.isNewline).suffix(6).joined(separator: "\n")
        throw Failure.commandFailed(
            command: command, status: result.status,
            said: CredentialMask.masked(last) + (wayAround.map { "\n\($0)" } ?? ""))
    }
}
