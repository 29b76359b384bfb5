import GRDB
import RollbackCore

/// What must be as it was when a transaction that takes a schema back or forward is about to commit.
struct SQLiteProof {
    /// Rows and files of the tables concerned, and the numbers that were given.
    private struct Account {
        var counts: [String: Int] = [:]
        /// Where each table's rows begin in the file: the same as long as nothing was copied.
        var roots: [Int: String] = [:]
        var sequences: [String: Int64] = [:]
        var changes = 0
    }

    private let database: Database
    private let title: String
    private let isSmall: Bool
    private let before: Account

    /// Every byte is looked at while everybody waits: up to here.
    private static let smallBytes = 64 << 20

    /// - Parameter tables: those whose rows are counted.
    init(_ database: Database, title: String, tables: [TableName]) throws {
        self.database = database
        self.title = title
        let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        let bytes = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0
        isSmall = pages * bytes <= Self.smallBytes
        before = try Self.account(database, isSmall ? tables : [])
    }

    var counts: [String: Int] { before.counts }

    private static func account(_ database: Database, _ tables: [TableName]) throws -> Account {
        var account = Account()
        for table in tables where try database.tableExists(table.name) {
            account.counts[table.name] = try Int.fetchOne(
                database, sql: "SELECT count(*) FROM \(SQLiteName.quoted(table.name))")
        }
        let sql = "SELECT rootpage, name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0"
        for row in try Row.fetchAll(database, sql: sql) where !OwnNames.tables.contains(row["name"]) {
            account.roots[row["rootpage"]] = row["name"]
        }
        if try database.tableExists("sqlite_sequence") {
            for row in try Row.fetchAll(database, sql: "SELECT name, seq FROM sqlite_sequence") {
                account.sequences[row["name"]] = row["seq"]
            }
        }
        account.changes = database.totalChangesCount
        return account
    }

    /// - Parameters:
    ///   - places: where tables are that are called otherwise afterwards.
    ///   - own: how many changed rows are this program's own notes.
    /// - Returns: what was proved, a line each.
    /// - Throws: `Failure.database(.unproved)`.
    func prove(places: [String: String], own: Int, rowsMayChange: Bool) throws -> [String] {
        var troubles: [String] = []
        var proved: [String] = []
        let after = try Self.account(database, [])
        if !rowsMayChange {
            if after.changes - before.changes != own {
                troubles.append("\(after.changes - before.changes - own) rows were changed that nobody meant to change")
            }
            let gone = before.roots.filter { after.roots[$0.key] == nil }.map(\.value).sorted()
            if !gone.isEmpty { troubles.append("\(gone.joined(separator: ", ")) was copied or dropped") }
            proved.append("no row was changed, and no table copied or dropped: \(before.roots.count) tables")
        }
        for (table, count) in before.counts.sorted(by: { $0.key < $1.key }) {
            let place = SQLiteName.quoted(places[table] ?? table)
            let now = try Int.fetchOne(database, sql: "SELECT count(*) FROM \(place)") ?? -1
            if now != count { troubles.append("\(table) had \(count) rows, and would have \(now)") }
        }
        if !before.counts.isEmpty { proved.append("row counts are kept: \(before.counts.count) tables") }
        for (table, number) in before.sequences where after.sequences[places[table] ?? table] ?? -1 < number {
            troubles.append("the sequence of \(table) would go back")
        }
        proved.append(contentsOf: try sound(&troubles))
        guard troubles.isEmpty else { throw Failure.database(.unproved(title: title, troubles)) }
        return proved
    }

    /// Of a large database it takes seconds during which nobody can write; no stored byte depends on what was changed.
    private func sound(_ troubles: inout [String]) throws -> [String] {
        guard isSmall else { return [] }
        let said = try String.fetchAll(database, sql: "PRAGMA integrity_check(5)").filter { $0 != "ok" }
        troubles += said
        return ["integrity_check: ok"]
    }
}
