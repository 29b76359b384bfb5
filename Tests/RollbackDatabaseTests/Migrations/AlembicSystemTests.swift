import Foundation
import GRDB
import RollbackCore
@testable import RollbackDatabase
import RollbackMigrations
import RollbackTestKit
import Testing

/// The real Alembic, as the platform has it.
@Suite(.enabled(if: MigrationTools.areHere, "Alembic is not installed: make setup"))
struct AlembicSystemTests {
    /// No server is there: nothing is connected to.
    private static let nowhere = "postgresql://nobody@127.0.0.1:1/none"

    @Test(arguments: [nil, nowhere])
    func contract(url: String?) async throws {
        let place = try AlembicPlace(url: url)
        try place.writeAll()
        let fixture = SystemFixture(
            name: "alembic", files: AlembicPlace.texts, ledger: AlembicPlace.ledger("0003"),
            make: { tree, recorded in
                do { return try place.system(tree, recorded) } catch {
                    Issue.record(error)
                    return SystemFixture.plain.make(tree, recorded)
                }
            })
        try await MigrationSystemContract.check(fixture)
    }

    /// What was printed, run on a database that Alembic made, is what Alembic's own downgrade is.
    @Test func whatIsPrintedIsWhatAlembicDoes() async throws {
        let (ours, theirs) = (try AlembicPlace(), try AlembicPlace())
        for place in [ours, theirs] {
            try place.writeAll()
            try await place.alembic("upgrade", "head")
        }
        let queue = try DatabaseQueue(path: ours.folder.file("app.db"))
        let rows = try await queue.read { try String.fetchAll($0, sql: "SELECT version_num FROM alembic_version") }
        #expect(rows == ["0003"])
        let tree = try MigrationTree.live(ours.folder.path)
        let system = try ours.system(tree)
        #expect(system.ledgerTable == TableName(schema: "main", name: "alembic_version"))
        let good = MigrationFiles(ledger: AlembicPlace.ledger("0001"), digests: [:])
        let downs = try await system.downs(from: AlembicPlace.ledger(rows[0]), to: good)
        for statement in downs.compactMap(\.statements).flatMap(\.self) {
            try await queue.write { try $0.execute(sql: statement) }
        }
        try await theirs.alembic("downgrade", "0001")
        let other = try DatabaseQueue(path: theirs.folder.file("app.db"))
        let schema = "SELECT sql FROM sqlite_schema ORDER BY name"
        let there = try await other.read { try String?.fetchAll($0, sql: schema) }
        #expect(try await queue.read { try String?.fetchAll($0, sql: schema) } == there)
        // The row is left to our own transaction.
        #expect(
            try await queue.read { try String.fetchAll($0, sql: "SELECT version_num FROM alembic_version") } == rows)
    }

    private func third(_ down: String, url: String? = nowhere, offline: Bool = true) async throws -> [MigrationDown] {
        let place = try AlembicPlace(url: url, offline: offline)
        try place.writeAll()
        try place.write(
            AlembicPlace.path("0003"), AlembicPlace.revision("0003", after: "0002", up: "pass", down: down))
        let good = MigrationFiles(ledger: AlembicPlace.ledger("0001"), digests: [:])
        return try await place.system(MigrationTree.live(place.folder.path)).downs(
            from: AlembicPlace.ledger("0003"), to: good)
    }

    @Test func aDowngradeThatAsksTheDatabaseIsLeftToTheCatalogs() async throws {
        let downs = try await third("op.get_bind().execute(sa.text('SELECT 1')).scalar()")
        #expect(downs.map(\.version) == ["0003", "0002"])
        #expect(downs.allSatisfy { $0.statements == nil })
        #expect(downs[0].reason?.hasPrefix("0003_x.py:13: AttributeError") == true, "\(downs[0].reason ?? "")")
    }

    @Test func whatLeavesTheTransactionIsLeftToTheCatalogs() async throws {
        let downs = try await third("with op.get_context().autocommit_block(): op.execute('VACUUM')")
        #expect(downs[0].statements == nil)
        #expect(downs[0].reason == "it leaves the transaction (autocommit_block, or COMMIT)")
        #expect(downs[1].statements == ["ALTER TABLE users DROP COLUMN tier"])
    }

    @Test func withoutAnOfflineModeNothingIsPrinted() async throws {
        let downs = try await third("pass", offline: false)
        #expect(downs.allSatisfy { $0.statements == nil && $0.reason != nil })
    }

    /// SQLite's tables cannot be made anew without looking at them.
    @Test func aBatchIsLeftToTheCatalogs() async throws {
        let downs = try await third(
            "with op.batch_alter_table('users') as b: b.drop_column('id')", url: "sqlite:////nowhere/app.db")
        #expect(downs[0].statements == nil)
        #expect(downs[0].reason?.contains("--sql mode") == true, "\(downs[0].reason ?? "")")
    }

    @Test func anInterpreterWithoutAlembicIsNamed() async throws {
        let place = try AlembicPlace()
        try place.writeAll()
        let text = "[alembic]\nscript_location = alembic\n"
        let settings = try #require(AlembicSettings("backend/alembic.ini", text: text))
        #expect(AlembicPrinter.interpreter(settings, root: place.folder.path) == "python3")
        try place.write("backend/venv/bin/python", "#!/bin/sh\necho 'No module named alembic' >&2; exit 1\n")
        let python = AlembicPrinter.interpreter(settings, root: place.folder.path)
        #expect(python == place.folder.file("backend/venv/bin/python") || python == "python3")
    }

    @Test func severalHeadsAreRefused() async throws {
        let place = try AlembicPlace()
        try place.writeAll()
        let path = "backend/alembic/versions/0003b.py"
        try place.write(path, AlembicPlace.revision("0003b", after: "0002", up: "pass", down: "pass"))
        let system = try place.system(MigrationTree.live(place.folder.path))
        let title = "Alembic in backend/alembic"
        let live = try system.files(of: MigrationTree.live(place.folder.path))
        #expect(live.ledger.rows == [["version_num": "0003"], ["version_num": "0003b"]])
        await #expect(throws: Failure.database(.ledger(title: title, .severalHeads(["0003", "0003b"])))) {
            try await system.downs(
                from: live.ledger, to: MigrationFiles(ledger: AlembicPlace.ledger("0001"), digests: [:]))
        }
        // From one of them the way back is clear.
        let downs = try await system.downs(
            from: AlembicPlace.ledger("0003b"), to: MigrationFiles(ledger: AlembicPlace.ledger("0001"), digests: [:]))
        #expect(downs.map(\.version) == ["0003b", "0002"])
        await #expect(
            throws: Failure.database(
                .ledger(
                    title: title,
                    .unreadable(why: "the target ends in 0003, which the database's 0003b does not follow")))
        ) {
            try await system.downs(
                from: AlembicPlace.ledger("0003b"),
                to: MigrationFiles(ledger: AlembicPlace.ledger("0003"), digests: [:]))
        }
    }

    /// It waits for a writer that never comes.
    @Test func whatIsSlowIsNotWaitedFor() async throws {
        let place = try AlembicPlace(url: Self.nowhere)
        try place.writeAll()
        try place.write("backend/alembic/env.py", "import os\nos.mkfifo('pipe')\nopen('pipe').read()\n")
        let system = try place.system(MigrationTree.live(place.folder.path), limit: .milliseconds(300))
        let downs = try await system.downs(
            from: AlembicPlace.ledger("0002"), to: MigrationFiles(ledger: AlembicPlace.ledger("0001"), digests: [:]))
        #expect(downs[0].reason?.hasPrefix("Alembic took longer than") == true)
    }
}
