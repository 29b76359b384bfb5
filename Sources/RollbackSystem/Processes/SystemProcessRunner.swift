import Dispatch
package import FoundationEssentials
import Glibc
package import RollbackCore

/// Runs helpers on this machine.
///
/// Each run has a thread of its own that waits for it: the threads of Swift's tasks are few and never block.
package struct SystemProcessRunner: ProcessRunning {
    private let environment: [String: String]

    /// - Parameter environment: what helpers inherit; `Command.environment` is set over it. A helper that runs as
    ///   another user gets that user's `HOME`, `USER` and `LOGNAME`.
    package init(environment: [String: String] = CallerEnvironment.current()) { self.environment = environment }

    package func run(
        _ command: Command, input: Data, as identity: UserIdentity?, limit: Duration
    ) async throws -> CommandResult {
        let group = HelperGroup()
        let helper = try helper(command, input, identity, limit, group)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                DispatchQueue(label: "helper").async { continuation.resume(with: Result { try helper.run() }) }
            }
        } onCancel: {
            group.cancel()
        }
    }

    private func helper(
        _ command: Command, _ input: Data, _ identity: UserIdentity?, _ limit: Duration, _ group: HelperGroup
    ) throws -> Helper {
        // Another user's programs must not look for their settings in the caller's home.
        let account = identity.flatMap { UserAccount.of($0.user) }?.variables ?? [:]
        let environment = environment.merging(account) { $1 }.merging(command.environment) { $1 }
        let name = command.arguments.first ?? ""
        let program = ProgramLookup.file(
            for: name, path: environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin", directory: command.directory ?? "",
            isProgram: ProgramFile.isExecutable)
        guard let program else { throw Failure.commandMissing(name, why: "no such program in PATH") }
        return Helper(
            command: command, program: program, environment: environment, input: input, owner: identity, limit: limit,
            group: group)
    }
}
