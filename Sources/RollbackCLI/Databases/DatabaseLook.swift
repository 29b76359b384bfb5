import RollbackConfiguration
import RollbackCore
import RollbackDatabase
import RollbackDrivers
import RollbackStore

/// How the databases go back with the full level: to the schema that the target's release was recorded with.
struct DatabaseLook: Sendable {
    struct Part: Sendable {
        var contributions: [Contribution] = []
        var restores: [String] = []
        var leaves: [String] = []
        var warnings: [String] = []
        /// The schema is the target's when the plan is done.
        var settles = false
    }

    let platform: Platform
    /// The release that was named; nil: the newest record of the target's commit.
    let named: ReleaseNumber?
    let schema: SchemaLook
    /// The services that were chosen; empty: all.
    var only: [ServiceName] = []

    /// - Throws: `Failure.database`: it cannot be reached, or cannot go back.
    func part(good target: CommitID) async throws -> Part {
        guard platform.configuration.full.restoresSchema else {
            return Part(leaves: ["the database: the configuration leaves it out"])
        }
        var part = Part()
        if let (release, records) = try recorded(target) {
            for record in records { try await add(record, as: "\(release)", &part) }
        } else {
            if schema.migrations.isEmpty { return unrecorded(target) }
            let learned = await DatabaseLearning(platform: platform).learn(target)
            if learned.records.isEmpty {
                part = unrecorded(target)
                part.warnings = learned.warnings.isEmpty ? part.warnings : learned.warnings
                return part
            }
            part.warnings += learned.warnings + [Self.learned(target)]
            for record in learned.records { try await add(record, as: target.short, &part) }
        }
        part.settles = part.leaves.isEmpty
        if !part.contributions.isEmpty, !only.isEmpty {
            let names = only.map(\.rawValue).joined(separator: ", ")
            part.warnings.append("the schema goes back for every service, although only \(names) is restarted")
        }
        return part
    }

    /// The newest record with schemas.
    private func recorded(_ commit: CommitID) throws -> (ReleaseNumber, [DatabaseRecord])? {
        let files = platform.releases
        let numbers =
            try named.map { [$0] }
            ?? files.all().compactMap { stored in
                stored.release.flatMap { $0.parts.commit == commit ? $0.number : nil }
            }
        for number in numbers {
            if let records = try files.attached([DatabaseRecord].self, as: DatabaseRecording.name, to: number) {
                return (number, records)
            }
        }
        return nil
    }

    private func unrecorded(_ target: CommitID) -> Part {
        var part = Part()
        part.leaves = ["the database"]
        guard !schema.migrations.isEmpty else { return part }
        part.warnings = [
            "the schema stays as it is: nobody recorded that of \(target.short) (lastgood release record, at each deployment)"
        ]
        return part
    }

    private static func learned(_ target: CommitID) -> String {
        "nobody recorded the schema of \(target.short): it was learned from the migrations' own ways back, on a copy without rows"
    }

    private func add(_ record: DatabaseRecord, as release: String, _ part: inout Part) async throws {
        let database = try PlatformDatabases(platform).open(record.place, record.title)
        let facts = try await database.facts()
        let ledgers = try await LedgerReading(database, facts: facts).all()
        let (now, after) = try Self.ledger(ledgers, record)
        let plan = DifferencePlanning(
            title: record.title, dialect: record.place.dialect, renames: schema.migrations.flatMap { $0.renames ?? [] }
        ).plan(from: facts, to: record.facts, ledger: now, ledgerAfter: after, version: now.title)
        guard !plan.changesNothing else {
            part.restores.append("schema of \(record.title): nothing differs from \(release)'s")
            return
        }
        try Self.refuse(plan)
        let settings = SchemaSettings(place: record.place, plan: plan)
        part.contributions += try DatabaseSteps.contributions(settings, codeFirst: schema.fit == .compatible)
        part.restores.append("schema of \(record.title): \(after.title), as in \(release)")
        part.restores += try await PlanEffects(database).lines(of: plan)
        part.warnings += plan.warnings
    }

    private static func refuse(_ plan: SchemaPlan) throws {
        switch plan.verdict {
        case .irreversible:
            throw Failure.database(
                .irreversible(plan.migrations.map { "\($0.version) (\($0.reasons.joined(separator: ", ")))" }))
        case .needsMerge: throw Failure.database(.needsMerge(title: plan.title, plan.reasons))
        case .exact, .parkable: return
        }
    }

    /// What the ledger says now, and what it has to say.
    private static func ledger(
        _ now: [MigrationLedger], _ record: DatabaseRecord
    ) throws -> (MigrationLedger, MigrationLedger) {
        let pairs = now.map { ledger in
            (ledger, record.ledgers.first { $0.table == ledger.table })
        }
        let changed = pairs.filter { $0.0 != $0.1 }
        guard changed.count <= 1 else {
            let names = changed.map(\.0.title)
            throw Failure.database(
                .needsMerge(
                    title: record.title, ["several migration systems have moved on: \(names.joined(separator: ", "))"]))
        }
        guard let (ledger, before) = changed.first ?? pairs.first else { return (.nowhere, .nowhere) }
        // Its table came with the bad release, and is parked like any other.
        return (ledger, before ?? MigrationLedger(system: ledger.system, table: nil, rows: []))
    }
}
