import Foundation
import RollbackCore
@testable import RollbackDatabase
import RollbackMigrations
import Testing

/// Tools whose migrations are SQL files.
struct SQLMigrationSystemTests {
    @Test(arguments: SystemFixture.files)
    func contract(fixture: SystemFixture) async throws { try await MigrationSystemContract.check(fixture) }

    private func goBack(_ fixture: SystemFixture, changing path: String, to text: String) async throws
        -> [MigrationDown]
    {
        var tree = fixture.tree(3)
        try #require(tree.files[path] != nil)
        tree.files[path] = Data(text.utf8)
        let system = fixture.make(tree, [:])
        return try await system.downs(from: fixture.ledger, to: system.files(of: fixture.tree(1)))
    }

    private let third = "db/migrations/20260103000000_x.sql"

    @Test(arguments: [
        (
            "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\nCOMMIT;\n", 5,
            MigrationFault.endsTransaction(statement: "COMMIT")
        ),
        ("-- migrate:up\n-- migrate:down\nVACUUM", 3, .notTransactional(statement: "VACUUM")),
        ("-- migrate:up\n-- migrate:down\n\n\\i other.sql", 4, .unreadable(why: "psql's own commands are no SQL")),
    ])
    func whatCannotRunIsRefusedWithItsLine(text: String, line: Int, fault: MigrationFault) async throws {
        await #expect(throws: Failure.database(.migration(path: third, line: line, fault))) {
            try await goBack(.dbmate, changing: third, to: text)
        }
    }

    @Test(arguments: ["-- migrate:up\nSELECT 1;\n", "-- migrate:up\nSELECT 1;\n-- migrate:down\n-- nothing\n"])
    func withoutAWayBackTheCatalogsDecide(text: String) async throws {
        let down = try #require(try await goBack(.dbmate, changing: third, to: text).first)
        #expect(down.statements == nil)
        #expect(down.reason == "\(third) has no way back of its own")
        #expect(down.path == nil)
    }

    @Test func aHalfAppliedMigrationIsSeenToFirst() async throws {
        let system = SystemFixture.golang.make(SystemFixture.golang.tree(3), [:])
        let good = try system.files(of: SystemFixture.golang.tree(1))
        for truth in ["t", "true", "1"] {
            var ledger = SystemFixture.golang.ledger
            ledger.rows = [["version": "3", "dirty": truth]]
            await #expect(
                throws: Failure.database(
                    .ledger(title: "golang-migrate in migrations", .dirty(version: "3")))
            ) { try await system.downs(from: ledger, to: good) }
        }
    }

    @Test func golangGoesBackToNothing() async throws {
        let system = SystemFixture.golang.make(SystemFixture.golang.tree(3), [:])
        let nothing = try system.files(of: MigrationTree([:]))
        let downs = try await system.downs(from: SystemFixture.golang.ledger, to: nothing)
        #expect(downs.map(\.version) == ["3", "2", "1"])
        #expect(
            downs.map(\.ledgerAfter.rows) == [[["version": "2", "dirty": "f"]], [["version": "1", "dirty": "f"]], []])
    }

    /// A version that was taken back is not taken back again.
    @Test func gooseFollowsItsHistory() async throws {
        let system = SystemFixture.goose.make(SystemFixture.goose.tree(3), [:])
        var ledger = SystemFixture.goose.ledger
        ledger.rows.removeAll { $0["id"] == "10" }
        let good = try system.files(of: SystemFixture.goose.tree(1))
        #expect(try await system.downs(from: ledger, to: good).map(\.version) == ["2"])
    }

    @Test func aGoMigrationIsNotRun() async throws {
        var tree = SystemFixture.goose.tree(2)
        tree.files["migrations/00003_x.go"] = Data("package migrations".utf8)
        let system = SystemFixture.goose.make(tree, [:])
        let downs = try await system.downs(
            from: SystemFixture.goose.ledger, to: system.files(of: SystemFixture.goose.tree(2)))
        #expect(downs.map(\.reason) == ["migrations/00003_x.go is no SQL, and is not run"])
    }

    @Test func numbersAreOrderedAsNumbers() {
        #expect(SQLMigrationSystem.ordered(["10", "9", "0011", "2"]) == ["2", "9", "10", "0011"])
    }

    /// dbmate's issue 671: it takes the wrong one silently.
    @Test func oneVersionInTwoFilesIsRefused() async throws {
        var tree = SystemFixture.dbmate.tree(3)
        tree.files["db/migrations/20260103000000_y.sql"] = Data()
        let system = SystemFixture.dbmate.make(tree, [:])
        let thrown = #expect(throws: Failure.self) { try system.files(of: tree) }
        guard case .database(.ledger(_, .unreadable(let why)))? = thrown else {
            Issue.record("\(String(describing: thrown))")
            return
        }
        #expect(why.contains("_x.sql, db/migrations/20260103000000_y.sql"))
    }

    @Test func withoutALedgerWhatTheLiveReleaseBroughtWasApplied() async throws {
        let tree = SystemFixture.plain.tree(3)
        let system = SQLMigrationSystem(PlainLayout(), folder: "migrations", tree: tree, dialect: .sqlite)
        let none = MigrationLedger(system: "sql", table: nil, rows: [])
        let downs = try await system.downs(from: none, to: system.files(of: SystemFixture.plain.tree(1)))
        #expect(downs.map(\.version) == ["003", "002"])
    }
}
