import Foundation
import RollbackCore
@testable import RollbackDatabase
import RollbackMigrations
import Testing

/// Three migrations in one system's way: 1 makes users, 2 adds a column, 3 makes a table. The good release has the first.
struct SystemFixture: Sendable, CustomTestStringConvertible {
    var name: String
    /// Each version's files: forward first.
    var files: [(version: String, texts: [String: String])]
    /// A database that has all of them.
    var ledger: MigrationLedger
    var make: @Sendable (MigrationTree, [String: String]) -> any MigrationSystem

    var testDescription: String { name }

    func tree(_ count: Int) -> MigrationTree {
        var all: [String: Data] = [:]
        for file in files.prefix(count) {
            for (path, text) in file.texts { all[path] = Data(text.utf8) }
        }
        return MigrationTree(all)
    }

    static let downs = [
        "DROP TABLE users", "ALTER TABLE users DROP COLUMN tier", "DROP TABLE receipts;\nDROP INDEX ix",
    ]
    static let ups = [
        "CREATE TABLE users (id int)", "ALTER TABLE users ADD tier text", "CREATE TABLE receipts (id int)",
    ]

    private static func both(_ up: String, _ down: String, _ index: Int) -> String {
        "\(up)\n\(ups[index]);\n\n\(down)\n\(downs[index]);\n"
    }

    private static func rows(_ system: String, _ table: String, _ rows: [[String: String?]]) -> MigrationLedger {
        MigrationLedger(system: system, table: TableName(schema: "public", name: table), rows: rows)
    }

    private static func sql(_ layout: any SQLMigrationLayout, _ folder: String)
        -> @Sendable (
            MigrationTree, [String: String]
        ) -> any MigrationSystem
    {
        { SQLMigrationSystem(layout, folder: folder, tree: $0, dialect: .postgres, recorded: $1) }
    }

    static let dbmate = SystemFixture(
        name: "dbmate",
        files: (0..<3).map { index in
            let version = "2026010\(index + 1)000000"
            return (
                version,
                ["db/migrations/\(version)_x.sql": both("-- migrate:up", "-- migrate:down transaction:false", index)]
            )
        },
        ledger: rows("dbmate", "schema_migrations", (1...3).map { ["version": "2026010\($0)000000"] }),
        make: sql(DbmateLayout(), "db/migrations"))

    static let golang = SystemFixture(
        name: "golang-migrate",
        files: (0..<3).map { index in
            let path = "migrations/000\(index + 1)_x"
            return ("\(index + 1)", ["\(path).up.sql": ups[index], "\(path).down.sql": downs[index]])
        },
        ledger: rows("golang-migrate", "schema_migrations", [["version": "3", "dirty": "f"]]),
        make: sql(GolangMigrateLayout(), "migrations"))

    /// Version 3 was taken back once and applied again: goose's older versions keep such a history.
    static let goose = SystemFixture(
        name: "goose",
        files: (0..<3).map { index in
            let text = both("-- +goose Up\n-- +goose StatementBegin", "-- +goose StatementEnd\n-- +goose Down", index)
            return ("\(index + 1)", ["migrations/0000\(index + 1)_x.sql": text])
        },
        ledger: rows(
            "goose", "goose_db_version",
            [("10", "3", "t"), ("1", "0", "t"), ("2", "1", "t"), ("3", "2", "t"), ("4", "3", "t"), ("9", "3", "f")].map
            {
                ["id": $0.0, "version_id": $0.1, "is_applied": $0.2]
            }),
        make: sql(GooseLayout(), "migrations"))

    static let supabase = SystemFixture(
        name: "supabase",
        files: (0..<3).map { index in
            let path = "supabase/migrations/2026010\(index + 1)000000_x"
            return ("2026010\(index + 1)000000", ["\(path).sql": ups[index], "\(path).down.sql": downs[index]])
        },
        ledger: MigrationLedger(
            system: "supabase", table: TableName(schema: "supabase_migrations", name: "schema_migrations"),
            rows: (1...3).map { ["version": "2026010\($0)000000", "name": "x", "statements": "{…}"] }),
        make: sql(SupabaseLayout(), "supabase/migrations"))

    static let plain = SystemFixture(
        name: "sql",
        files: (0..<3).map { index in
            let path = "migrations/00\(index + 1)_x"
            return ("00\(index + 1)", ["\(path).sql": ups[index], "\(path).down.sql": downs[index]])
        },
        ledger: rows("sql", "applied", (1...3).map { ["file": "00\($0)_x.sql"] }),
        make: sql(PlainLayout(table: TableName(schema: "public", name: "applied"), column: "file"), "migrations"))

    static let files = [dbmate, golang, goose, supabase, plain]
}
