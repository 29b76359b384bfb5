import Foundation
import GRDB
import RollbackCore
@testable import RollbackDatabase
import RollbackMigrations
import RollbackTestKit
import Testing

/// The real dbmate: its ledger is read as it writes it, and its own rollback is what ours is.
@Suite(.enabled(if: MigrationTools.areHere, "dbmate is not installed: make setup"))
struct DbmateTests {
    private func place() async throws -> ScratchFolder {
        let folder = try ScratchFolder()
        for (path, text) in SystemFixture.dbmate.files.flatMap(\.texts) {
            let file = URL(fileURLWithPath: folder.file(path))
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            // SQLite drops a table's indexes with it, and this one is not made.
            try Data(text.replacingOccurrences(of: "DROP INDEX ix", with: "SELECT 1").utf8).write(to: file)
        }
        try await dbmate(folder, "up")
        return folder
    }

    private func dbmate(_ folder: ScratchFolder, _ arguments: String...) async throws {
        let command = Command(
            ["\(MigrationTools.folder)/dbmate", "--no-dump-schema"] + arguments, in: folder.path,
            environment: ["DATABASE_URL": "sqlite:app.db"])
        _ = try await RealProcesses.runner().require(command)
    }

    private func schema(_ queue: DatabaseQueue) async throws -> [String?] {
        try await queue.read { try String?.fetchAll($0, sql: "SELECT sql FROM sqlite_schema ORDER BY name") }
    }

    @Test func itsLedgerAndItsRollbackAreFollowed() async throws {
        let (ours, theirs) = (try await place(), try await place())
        let queue = try DatabaseQueue(path: ours.file("app.db"))
        let versions = try await queue.read { try String.fetchAll($0, sql: "SELECT version FROM schema_migrations") }
        let tree = try MigrationTree.live(ours.path)
        let system = try #require(
            MigrationPlace.all(in: tree).first.flatMap {
                $0.system(tree, dialect: .sqlite) { _ in
                    AlembicPrinter(processes: RealProcesses.runner(), root: ours.path, interpreter: "python3")
                }
            })
        #expect(system.name == "dbmate" && system.ledgerTable.name == "schema_migrations")
        let ledger = MigrationLedger(
            system: "dbmate", table: system.ledgerTable, rows: versions.map { ["version": $0] })
        #expect(try system.files(of: tree).ledger == ledger)
        let downs = try await system.downs(from: ledger, to: system.files(of: SystemFixture.dbmate.tree(1)))
        #expect(downs.map(\.version) == ["20260103000000", "20260102000000"])
        for statement in downs.compactMap(\.statements).flatMap(\.self) {
            try await queue.write { try $0.execute(sql: statement) }
        }
        try await dbmate(theirs, "rollback")
        try await dbmate(theirs, "rollback")
        let other = try DatabaseQueue(path: theirs.file("app.db"))
        #expect(try await schema(queue) == schema(other))
        let left = try await other.read { try String.fetchAll($0, sql: "SELECT version FROM schema_migrations") }
        #expect(downs.last?.ledgerAfter.rows == left.map { ["version": $0] })
    }
}
