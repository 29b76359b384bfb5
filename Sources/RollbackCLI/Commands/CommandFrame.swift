import ArgumentParser
import Glibc
import RollbackCore
import RollbackReporting
import RollbackSystem

/// What surrounds every command: its effects, the printing of failures, and the exit code.
enum CommandFrame {
    /// - Parameter name: of a commit that the command will ask for.
    static func run(
        _ options: GlobalOptions, naming name: String? = nil,
        _ body: @Sendable (Console, Platform) async throws -> RollbackCore.ExitCode
    ) async {
        let console = options.console
        let machine = Machine()
        var code = RollbackCore.ExitCode.failed
        do {
            let platform = try await Platform.open(options.folder(), machine, naming: name)
            code = try await body(console, platform)
        } catch let failure as Failure {
            console.report(failure, contacts: contacts(options, machine))
            code = RollbackCore.ExitCode(failure)
        } catch {
            console.report(
                .gitRefused(what: "go on", why: machine.effects.words(error)), contacts: contacts(options, machine))
        }
        try? await machine.prober.shutdown()
        exit(code.rawValue)
    }

    /// Whom to call when even the platform could not be opened.
    private static func contacts(_ options: GlobalOptions, _ machine: Machine) -> EmergencyContacts {
        (try? options.folder()).map { PlatformContacts.near($0, environment: machine.environment) } ?? .none
    }
}
