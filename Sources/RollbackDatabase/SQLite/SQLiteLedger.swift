import GRDB
import RollbackCore

/// What migrations wrote down of themselves in a SQLite database.
struct SQLiteLedger {
    let database: Database
    let title: String

    func read(_ system: String, _ table: TableName, _ columns: [String]) throws -> MigrationLedger {
        guard try database.tableExists(table.name) else { return MigrationLedger(system: system, table: nil, rows: []) }
        let list = columns.map { "CAST(\(SQLiteName.quoted($0)) AS TEXT) AS \(SQLiteName.quoted($0))" }
        let order = columns.map(SQLiteName.quoted).joined(separator: ", ")
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT \(list.joined(separator: ", ")) FROM \(SQLiteName.quoted(table.name)) ORDER BY \(order)")
        let ledger = rows.map { row in
            Dictionary(uniqueKeysWithValues: columns.map { ($0, row[$0] as String?) })
        }
        return MigrationLedger(system: system, table: table, rows: ledger)
    }

    /// - Throws: `Failure.database(.stale)` when it says something else than what is expected.
    func require(_ expected: MigrationLedger) throws {
        guard let table = expected.table else { return }
        let columns = Set(expected.rows.flatMap(\.keys)).sorted()
        guard !columns.isEmpty else { return }
        let found = try read(expected.system, table, columns)
        guard Set(found.rows) == Set(expected.rows), found.rows.count == expected.rows.count else {
            throw Failure.database(.stale(title: title, what: "\(table.name) has other rows"))
        }
    }

    /// Takes exactly the rows away that the later state has not, and adds exactly those that the earlier one had not.
    func change(from old: MigrationLedger, to new: MigrationLedger) throws {
        guard let table = new.table, old.table != nil else { return }
        let name = SQLiteName.quoted(table.name)
        for row in old.rows where !new.rows.contains(row) {
            let columns = row.keys.sorted()
            let terms = columns.map { "CAST(\(SQLiteName.quoted($0)) AS TEXT) IS ?" }
            try one("DELETE FROM \(name) WHERE \(terms.joined(separator: " AND "))", columns.map { row[$0] ?? nil })
        }
        for row in new.rows where !old.rows.contains(row) {
            let columns = row.keys.sorted()
            let list = columns.map(SQLiteName.quoted).joined(separator: ", ")
            let marks = columns.map { _ in "?" }.joined(separator: ", ")
            try one("INSERT INTO \(name) (\(list)) VALUES (\(marks))", columns.map { row[$0] ?? nil })
        }
    }

    private func one(_ sql: String, _ values: [String?]) throws {
        try database.execute(sql: sql, arguments: StatementArguments(values))
        guard database.changesCount == 1 else {
            throw Failure.database(
                .unproved(title: title, ["“\(sql)” concerned \(database.changesCount) rows instead of one"]))
        }
    }
}
