import RollbackCore
import RollbackDatabase
import RollbackDrivers
import RollbackStore

/// Keeps with a release what its databases are like: the state that a rollback to it has to lead to.
struct DatabaseRecording: Sendable {
    static let name = "databases"

    let platform: Platform
    /// What was recorded before is replaced.
    let anew: Bool

    /// - Returns: what people should know of it. A database that cannot be read keeps no release from being recorded.
    func record(_ release: Release) async -> [String] {
        let databases = PlatformDatabases(platform)
        var (records, notes): ([DatabaseRecord], [String]) = ([], [])
        for known in databases.known {
            do { records.append(try await Self.record(known, databases)) } catch {
                notes.append("the schema of \(known.title) is not recorded: \(platform.effects.words(error))")
            }
        }
        do { return try notes + keep(records, release) } catch {
            return notes + ["the schema is not recorded: \(platform.effects.words(error))"]
        }
    }

    static func record(
        _ known: PlatformDatabases.Known, _ databases: PlatformDatabases
    ) async throws -> DatabaseRecord {
        let database = try databases.open(known)
        let facts = try await database.facts()
        let ledgers = try await LedgerReading(database, facts: facts).all()
        return DatabaseRecord(title: known.title, place: known.place, facts: facts, ledgers: ledgers)
    }

    private func keep(_ records: [DatabaseRecord], _ release: Release) throws -> [String] {
        guard !records.isEmpty else { return [] }
        let files = platform.releases
        let old = anew ? nil : try files.attached([DatabaseRecord].self, as: Self.name, to: release.number)
        if let old { return differences(old, records, release) }
        // After a rollback that left the database, its schema is the bad release's.
        if !anew, let pin = try? platform.access.pins.read(), pin.target == release.parts.commit {
            return ["the schema is not recorded while the platform is pinned: lastgood release record --schema does it"]
        }
        try files.attach(records, as: Self.name, to: release.number, program: Version.text)
        return records.map { "the schema of \($0.title) is recorded: \($0.facts.objects.count) objects" }
    }

    /// The first one stays: it is what the release was known good with.
    private func differences(_ old: [DatabaseRecord], _ new: [DatabaseRecord], _ release: Release) -> [String] {
        new.compactMap { record in
            guard let before = old.first(where: { $0.title == record.title }) else {
                return "\(record.title) was not there when \(release.number) was recorded: --schema records it"
            }
            let changes = CatalogDifference(from: before.facts, to: record.facts).sentences
            guard let first = changes.first else { return nil }
            let more = changes.count > 1 ? " and \(changes.count - 1) more" : ""
            return "the schema of \(record.title) is not what \(release.number) was recorded with: \(first)\(more);"
                + " --schema records it as it is now"
        }
    }
}
