package import ArgumentParser
import Glibc
import RollbackCore

/// The command line's root.
package struct LastgoodProgram: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "lastgood",
        abstract: "Take a broken platform back to its last known good release, as one unit, and prove it.",
        discussion: """
            In the middle of an incident:  lastgood rollback
            It shows where it can go back to and what it would do, and asks before it acts.
            Cut short? lastgood resume. Wrong? lastgood undo.
            """,
        version: Version.text,
        subcommands: [
            RollbackCommand.self, PlanCommand.self, ResumeCommand.self, UndoCommand.self, UnpinCommand.self,
            VerifyCommand.self, StatusCommand.self, LogsCommand.self, HistoryCommand.self, ReportCommand.self,
            DoctorCommand.self, KnownGoodCommand.self, ReleaseCommand.self, SnapshotCommand.self, DatabaseCommand.self,
            InitCommand.self, ReferenceCommand.self, SchemaCommand.self,
        ])

    package init() {}

    /// Without a command of its own to belong to, `--json` would be complained of instead of the real mistake.
    private static func betterWords(for error: any Error) -> any Error {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard !(error is Failure), arguments.contains("--json"), !namesCommand(arguments) else { return error }
        do {
            _ = try parseAsRoot(arguments.filter { $0 != "--json" })
            return Failure.usage("no command was named", next: "lastgood --help")
        } catch let real {
            return real
        }
    }

    private static func namesCommand(_ arguments: [String]) -> Bool {
        for command in configuration.subcommands {
            if let name = command.configuration.commandName, arguments.contains(name) { return true }
        }
        return false
    }

    /// Parses, runs, and ends the process with the documented exit code.
    package static func start() async {
        umask(0o077)
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            Console.current.leaveAfterParsing(betterWords(for: error), with: Self.self)
        }
    }
}
