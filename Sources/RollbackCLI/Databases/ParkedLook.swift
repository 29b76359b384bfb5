import RollbackCore
import RollbackDatabase
import RollbackReporting

/// What rollbacks have parked in the platform's databases.
struct ParkedLook: Sendable {
    struct Parked: Sendable {
        var database: any SchemaDatabase
        var object: ParkedObject
        var view: ParkedView
    }

    let platform: Platform

    func all(of run: RunID?, in name: String?) async throws -> [Parked] {
        let databases = PlatformDatabases(platform)
        var found: [Parked] = []
        for known in try databases.chosen(name) {
            let database = try databases.open(known)
            for object in try await database.parked() where run == nil || object.run == run {
                let rows = try await database.rows(of: object.place).map { rows in
                    let word = object.object.kind == .table ? "row" : "value"
                    return (rows.isMore ? "over " : "") + Words.count(rows.number, word)
                }
                let view = ParkedView(
                    database: known.title, run: object.run, object: "\(object.object)", place: "\(object.place)",
                    rows: rows, since: object.since)
                found.append(Parked(database: database, object: object, view: view))
            }
        }
        return found
    }
}
