import ArgumentParser
import FoundationEssentials
import RollbackCore
import RollbackDatabase
import RollbackDrivers
import RollbackMigrations
import RollbackReporting

struct DatabaseCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Can these migrations be taken back with every row? For continuous integration.",
        discussion: """
            Reads files alone; needs no database and changes nothing. Exits 1 when one cannot, and says of each
            finding where it is, and how to write it so that it can. Warnings do not fail it.

              lastgood database check --since origin/main
              lastgood database check db/migrations/20260105120000_tier.sql
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Files or folders; all migrations, if left out.")
    var paths: [String] = []

    @Option(help: ArgumentHelp("Only what has come since the branch left this commit.", valueName: "commit"))
    var since: String?

    @Option(help: ArgumentHelp("postgres or sqlite; told by each file's words, if left out.", valueName: "engine"))
    var engine: String?

    func validate() throws {
        if since != nil, !paths.isEmpty { throw ValidationError("Give one of --since and paths.") }
        if let engine, engine != "postgres", engine != "sqlite" {
            throw ValidationError("--engine wants postgres or sqlite.")
        }
    }

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let choice = MigrationChoice(git: platform.git)
            let tree = try MigrationTree.live(platform.git.root)
            let check = MigrationCheck(tree, dialect: engine.flatMap(SQLDialect.init))
            let result: MigrationCheck.Result
            if let since {
                let changes = try await platform.git.branchChanges(since: since)
                result = check.check(
                    { changes.added.contains($0) || changes.changed.contains($0) }, edited: changes.changed)
            } else {
                let wanted = try paths.map { try choice.inside($0, from: global.folder(), tree) }
                result = check.check { path in
                    wanted.isEmpty || wanted.contains { $0.isEmpty || path == $0 || path.hasPrefix("\($0)/") }
                }
            }
            result.findings.forEach { console.emit(JSONLines.migrationFinding($0)) }
            console.emit(JSONLines.migrationsChecked(result.checked, unfollowed: result.unfollowed))
            console.say(
                MigrationCheckText.text(result.findings, checked: result.checked, unfollowed: result.unfollowed))
            let isBad = result.findings.contains { $0.grade == .error }
            let code = isBad ? RollbackCore.ExitCode.failed : .done
            console.emit(JSONLines.exit(code))
            return code
        }
    }
}

/// Which files a person, or a pull request, means.
struct MigrationChoice {
    let git: GitRepository

    /// - Parameter folder: what a relative path begins at.
    /// - Returns: from the top of the checkout; empty for the top itself.
    /// - Throws: `Failure.usage` for what is no part of it, or holds no migration.
    func inside(_ path: String, from folder: String, _ tree: MigrationTree) throws -> String {
        var words: [Substring] = []
        for word in (path.hasPrefix("/") ? path : "\(folder)/\(path)").split(separator: "/") where word != "." {
            if word == ".." { _ = words.popLast() } else { words.append(word) }
        }
        let whole = "/" + words.joined(separator: "/")
        if whole == git.root { return "" }
        let inside = whole.hasPrefix("\(git.root)/") ? String(whole.dropFirst(git.root.count + 1)) : nil
        guard let inside, tree.files.keys.contains(where: { $0 == inside || $0.hasPrefix("\(inside)/") }) else {
            throw Failure.usage("\(path) holds no migration", next: "lastgood database check")
        }
        return inside
    }
}
