import FoundationEssentials
import Glibc
import RollbackCore
@testable import RollbackDrivers
import RollbackFiles
import Testing

/// Databases stay where they are, tracked or not.
struct CodeDatabaseTests {
    private static func database(_ rows: UInt8) -> Data {
        Data("SQLite format 3\0".utf8) + Data(repeating: rows, count: 64)
    }

    @Test func aTrackedDatabaseIsLeftAlone() async throws {
        let place = try await CodePlace()
        try place.write("db.sqlite", Self.database(1))
        try place.write("db.sqlite-wal", Data([1]))
        let target = try await place.commit([.file("a", "1")])
        try place.write("db.sqlite", Self.database(2))
        try place.write("new.sqlite", Self.database(2))
        try await place.commit([.file("a", "2")])
        try place.write("db.sqlite", Self.database(3))
        try place.write("db.sqlite-wal", Data([3]))
        let inode = FileCall.facts(place.path("db.sqlite"))?.st_ino
        let before = try await place.state()
        let run = try await place.run(to: target)
        #expect(run.part.paths == ["a"])
        #expect(run.part.warnings.count == 3 && run.part.warnings.allSatisfy { $0.contains("is left as it is") })
        try await run.perform()
        #expect(FileCall.facts(place.path("db.sqlite"))?.st_ino == inode)
        #expect(try FileCall.read(place.path("db.sqlite-wal")) == Data([3]) && place.exists("new.sqlite"))
        let check = CodeCheck(
            git: try await place.repository(), scope: CodeScope(prefix: ""), expected: CodeExpectation(target: target))
        #expect(try await check.measure().0 == .healthy)
        try await run.undo()
        #expect(try await place.differences(from: before) == [])
    }

    @Test func aDatabaseInAFolderThatWouldMove() async throws {
        let place = try await CodePlace()
        let target = try await place.commit([.file("x", "1")])
        try await place.commit([.gone("x"), .file("x/y", "2")])
        try place.write("x/data/db", Self.database(1))
        #expect(try await place.refusal(to: target)?.hasPrefix("x/data/db is a database in a folder") == true)
    }

    @Test func aDatabaseWhereTheTargetHasAFolder() async throws {
        let place = try await CodePlace()
        let target = try await place.commit([.file("x/y", "1")])
        try await place.commit([.gone("x"), .file("a", "2")])
        try place.write("x", Self.database(1))
        #expect(try await place.refusal(to: target)?.hasPrefix("x is a database where the target has a folder") == true)
    }

    @Test func whatADatabaseIs() throws {
        let folder = try ScratchFiles()
        try folder.write("db", Self.database(1))
        try folder.write("db-wal", Data())
        try folder.write("short", Data("SQLite format 3".utf8))
        try folder.write("text", Data("SQLite format 3, they say".utf8))
        try folder.write("text-wal", Data())
        mkfifo(folder.path("pipe"), 0o600)
        symlink("db", folder.path("link"))
        let names = ["db", "db-wal", "db-shm", "db-journal", "short", "text", "text-wal", "pipe", "link", "missing"]
        #expect(
            names.filter { SQLiteFile.belongsToDatabase(folder.path($0)) } == ["db", "db-wal", "db-shm", "db-journal"])
    }
}
