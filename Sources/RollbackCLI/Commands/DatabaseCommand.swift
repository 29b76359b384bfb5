import ArgumentParser
import RollbackCore
import RollbackDatabase
import RollbackReporting

struct DatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "database",
        abstract: "The platform's databases: how their schemas would go back, what they hold, what is parked.",
        discussion: """
            A full rollback takes the schema back and loses no row: what the bad release brought is parked, and undo
            brings it back.

              lastgood database check
              lastgood database plan
              lastgood database parked
              lastgood database export --to /srv/parked
            """,
        subcommands: [
            DatabaseCheckCommand.self, DatabasePlanCommand.self, DatabaseFactsCommand.self, DatabaseParkedCommand.self,
            DatabaseExportCommand.self, DatabaseDropParkedCommand.self,
        ])
}

struct DatabasePlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "How the schemas would go back with a full rollback: each statement, and what it does to rows.",
        discussion: """
            Changes nothing; with --execute the transaction is done for real, proved, and taken back.

              lastgood database plan
              lastgood database plan --commit v1.4 --execute
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("A commit, tag or branch to go back to.", valueName: "commit"))
    var commit: String?

    @Option(help: ArgumentHelp("A recorded release to go back to, by its number: v41.", valueName: "number"))
    var release: String?

    @Flag(help: "Do it, prove it, and take it back. Writers wait meanwhile.")
    var execute = false

    func validate() throws {
        if commit != nil, release != nil { throw ValidationError("Give one of --commit and --release.") }
    }

    func run() async {
        await CommandFrame.run(global, naming: commit) { console, platform in
            let look = try await DatabasePlans(platform: platform, console: console).plans(commit, release)
            guard let look else { return .noTarget }
            let databases = PlatformDatabases(platform)
            var sections: [(String, [String])] = []
            for settings in look {
                let database = try databases.open(settings.place, settings.plan.title)
                let effects = try await PlanEffects(database).lines(of: settings.plan)
                console.emit(
                    try JSONLines.schemaPlan(
                        settings.plan.title, verdict: settings.plan.verdict.rawValue, reasons: settings.plan.reasons,
                        effects: effects, plan: settings.plan))
                sections.append((settings.plan.title, DatabaseLines.plan(settings.plan, effects)))
            }
            console.say(
                sections.isEmpty
                    ? "No schema has to go back." : DatabaseText.sections(sections, empty: "nothing has to go back"))
            if execute { try await SchemaRehearsal(platform: platform, console: console).run(look) }
            console.emit(JSONLines.exit(.done, next: sections.isEmpty ? [] : [SuggestedCommand.full.text]))
            return .done
        }
    }
}

struct DatabaseFactsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "facts",
        abstract: "What the catalogs say, and what is not as a release was recorded with.",
        discussion: """
              lastgood database facts
              lastgood database facts app.db --release v41
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The database; all, if left out.")
    var name: String?

    @Option(help: ArgumentHelp("Compare with what this release was recorded with.", valueName: "number"))
    var release: String?

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let databases = PlatformDatabases(platform)
            let recorded = try release.map { try DatabasePlans(platform: platform, console: console).records(of: $0) }
            var sections: [(String, [String])] = []
            for known in try databases.chosen(name) {
                let facts = try await databases.open(known).facts()
                let before = recorded?.records.first { $0.title == known.title }
                let changes = before.map { CatalogDifference(from: $0.facts, to: facts).sentences } ?? []
                let objects = facts.objects.keys.sorted()
                console.emit(
                    JSONLines.schemaFacts(
                        known.title, objects: objects.map(\.description),
                        release: before.flatMap { _ in recorded?.number },
                        changes: changes))
                sections.append((known.title, before == nil ? DatabaseLines.facts(facts) : changes))
            }
            let same = recorded.map { "as \($0.number) was recorded with" } ?? "no table"
            console.say(DatabaseText.sections(sections, empty: same))
            console.emit(JSONLines.exit(.done))
            return .done
        }
    }
}
