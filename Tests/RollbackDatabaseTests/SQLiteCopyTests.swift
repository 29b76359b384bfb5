import FoundationEssentials
import GRDB
@testable import RollbackDatabase
import RollbackTestKit
import Testing

/// A database that is in use is copied as of one moment.
struct SQLiteCopyTests {
    private let scratch: ScratchFolder
    private var source: String { scratch.file("live.db") }
    private var target: String { scratch.file("copy.db") }

    init() throws { scratch = try ScratchFolder() }

    private func count(_ path: String) throws -> Int? {
        try DatabaseQueue(path: path).read { try Int.fetchOne($0, sql: "SELECT count(*) FROM t") }
    }

    /// What is committed is there, also what stands in the write-ahead log only; what is not yet is not.
    @Test func committedRowsAndNoOthers() throws {
        let live = try DatabasePool(path: source)
        try live.write { try $0.execute(sql: "CREATE TABLE t (x); INSERT INTO t VALUES (1), (2)") }
        try live.writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN; INSERT INTO t VALUES (3)")
            try SQLiteCopy.copy(source, to: target)
            try db.execute(sql: "COMMIT")
        }
        #expect(try count(target) == 2)
        #expect(try live.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM t") } == 3)
    }

    @Test func whatIsNoDatabaseIsSaidInSQLitesWords() throws {
        try Data("no database at all, but long enough to be looked at".utf8).write(to: URL(filePath: source))
        #expect(throws: DatabaseTrouble(why: "file is not a database")) { try SQLiteCopy.copy(source, to: target) }
        #expect(throws: DatabaseTrouble.self) { try SQLiteCopy.copy(scratch.file("none.db"), to: target) }
    }
}
