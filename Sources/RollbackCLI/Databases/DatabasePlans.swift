import ArgumentParser
import RollbackCore
import RollbackDatabase
import RollbackReporting
import RollbackStore

/// The databases' part of a full rollback's plan.
struct DatabasePlans: Sendable {
    let platform: Platform
    let console: Console

    /// - Returns: nil where nothing decides the target: the candidates were listed.
    func plans(_ commit: String?, _ release: String?) async throws -> [SchemaSettings]? {
        let named = commit.map { ["--commit", $0] } ?? release.map { ["--release", $0] } ?? []
        let target = try TargetOptions.parse(["--full"] + named)
        let source = PlanSource(platform: try await platform.forNewRuns(), target: target)
        let choosing = Choosing(console: console, now: platform.effects.clock.wallTime())
        guard let (plan, _) = try await source.plan(choose: choosing.choose) else { return nil }
        return try DatabaseSteps.settings(of: plan)
    }

    /// - Throws: `Failure.release` for one that is not there, `Failure.nothingToDo` for one without schemas.
    func records(of text: String) throws -> (number: ReleaseNumber, records: [DatabaseRecord]) {
        let release = try ReleaseLook(platform: platform).named(number: text)
        let records = try platform.releases.attached(
            [DatabaseRecord].self, as: DatabaseRecording.name, to: release.number)
        guard let records else { throw Failure.nothingToDo("\(release.number) was recorded without any schema") }
        return (release.number, records)
    }
}

/// What is shown of databases, line by line.
enum DatabaseLines {
    static func plan(_ plan: SchemaPlan, _ effects: [String]) -> [String] {
        ["\(plan.ledger.title) → \(plan.ledgerAfter.title): \(plan.verdict.rawValue)"] + plan.reasons.map { "- \($0)" }
            + effects + plan.warnings.map { "! \($0)" }
    }

    /// A line for each table, with its columns; then whatever else there is.
    static func facts(_ facts: CatalogFacts) -> [String] {
        let objects = facts.objects.keys.sorted()
        let tables = objects.filter { $0.kind == .table }.compactMap(\.owner).map { table in
            let columns = facts.parts(of: table).filter { $0.kind == .column }.map(\.name)
            return "table \(table.name) (\(columns.joined(separator: ", ")))"
        }
        return tables + objects.filter { ![.table, .column].contains($0.kind) }.map(\.description)
    }
}

/// Does what a rollback would do to the databases, proves it, and takes it back.
struct SchemaRehearsal: Sendable {
    let platform: Platform
    let console: Console

    func run(_ all: [SchemaSettings]) async throws {
        let databases = PlatformDatabases(platform)
        for settings in all {
            let database = try databases.open(settings.place, settings.plan.title)
            // Nothing of it stays, so no run has to have this number.
            let evidence = try await database.rollBack(settings.plan, run: RunID(0), dryRun: true)
            console.emit(try JSONLines.schemaRehearsal(settings.plan.title, evidence: evidence))
            let seconds = DurationText.text(evidence.locked)
            let lines = evidence.proved + ["done and taken back; writers waited \(seconds)"] + evidence.warnings
            console.say("\n" + DatabaseText.sections([("Rehearsed on \(settings.plan.title)", lines)], empty: ""))
        }
    }
}
