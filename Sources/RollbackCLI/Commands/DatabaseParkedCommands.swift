import ArgumentParser
import RollbackCore
import RollbackDatabase
import RollbackReporting
import RollbackSystem

/// Which of what is parked.
struct ParkedOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Only what this run has parked.", valueName: "run"))
    var run: String?

    @Option(help: ArgumentHelp("Only in this database.", valueName: "name"))
    var database: String?

    func validate() throws {
        if let run, RunID(text: run) == nil { throw ValidationError("--run wants a run like run-7.") }
    }

    func chosen(_ platform: Platform) async throws -> [ParkedLook.Parked] {
        try await ParkedLook(platform: platform).all(of: run.flatMap(RunID.init(text:)), in: database)
    }
}

struct DatabaseParkedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parked",
        abstract: "Columns and tables that rollbacks took out of the way, with all their rows.",
        discussion: "  lastgood database parked")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var which: ParkedOptions

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let parked = try await which.chosen(platform)
            parked.forEach { console.emit(JSONLines.parked($0.view)) }
            let lines = parked.map { "\($0.view.database)  \(DatabaseText.parked($0.view))" }
            console.say(lines.isEmpty ? "Nothing is parked." : lines.map(SafeText.oneLine).joined(separator: "\n"))
            console.emit(JSONLines.exit(.done))
            return .done
        }
    }
}

struct DatabaseExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write parked rows to files, each value with its row's key, and their checksums to SHA256SUMS.",
        discussion: """
            CSV as PostgreSQL's COPY reads it. The files are readable by you alone. Nothing in the database changes.

              lastgood database export --to /srv/parked
              lastgood database export --run run-7 --to /srv/parked
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var which: ParkedOptions

    @Option(help: ArgumentHelp("A folder; it is made. Files in it are never replaced.", valueName: "folder"))
    var to: String

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let parked = try await which.chosen(platform)
            let export = ParkedFiles(folder: to)
            var lines: [String] = []
            for one in parked {
                let file = try await export.write(one.object, of: one.database)
                console.emit(JSONLines.unparked(one.view, file: file.path, sha256: file.sha256))
                lines.append("\(one.view.object) of \(one.view.run): \(file.path)")
            }
            try export.writeSums()
            console.say(lines.isEmpty ? "Nothing is parked." : lines.map(SafeText.oneLine).joined(separator: "\n"))
            console.emit(JSONLines.exit(.done))
            return .done
        }
    }
}

struct DatabaseDropParkedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop-parked",
        abstract: "Drop parked columns and tables with their rows, for good. Undo cannot bring them back then.",
        discussion: """
              lastgood database export --to /srv/parked
              lastgood database drop-parked --run run-7
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var which: ParkedOptions

    @Flag(name: [.customLong("auto-confirm"), .customShort("y")], help: "Your consent: nothing is asked.")
    var autoConfirm = false

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let parked = try await which.chosen(platform)
            guard !parked.isEmpty else { throw Failure.nothingToDo("nothing is parked") }
            try Self.askForConsent(parked, console, consented: autoConfirm)
            let lock = try RunLock(platform: platform, actor: platform.machine.host.userName).acquireInBackground()
            for one in parked {
                try await one.database.drop(one.object)
                console.emit(JSONLines.unparked(one.view, file: nil, sha256: nil))
                console.say(SafeText.oneLine("dropped \(one.view.object) of \(one.view.run)"))
            }
            withExtendedLifetime(lock) {}
            console.emit(JSONLines.exit(.done))
            return .done
        }
    }

    private static func askForConsent(_ parked: [ParkedLook.Parked], _ console: Console, consented: Bool) throws {
        parked.forEach { console.say(SafeText.oneLine(DatabaseText.parked($0.view))) }
        if consented { return }
        guard console.canAsk else { throw Failure.consentNeeded(again: TypedLine().with("--auto-confirm")) }
        let answer = console.ask("Drop these rows for good? Type “drop”: ")?.lowercased() ?? ""
        guard answer == "drop" else { throw Failure.cancelled }
    }
}
