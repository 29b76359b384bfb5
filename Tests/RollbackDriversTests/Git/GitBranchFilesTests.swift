import RollbackCore
@testable import RollbackDrivers
import Testing

/// The names of branches that lastgood reads from git's files are those that git lists.
struct GitBranchFilesTests {
    @Test func looseAndPackedOnes() async throws {
        let place = try await CodePlace()
        try await place.commit([.file("a", "1")], "first")
        for name in ["rollback/run-1", "rollback/deep/run-2", "rollbacks"] { try await place.git("branch", name) }
        try await place.git("tag", "rollback/a-tag")
        let files = GitBranchFiles(git: try await place.repository())
        for _ in 1...2 {
            #expect(try files.below("rollback") == ["rollback/run-1", "rollback/deep/run-2"])
            #expect(try !files.has("rollback") && files.has("rollback/run-1") && files.has("rollbacks"))
            try await place.git("pack-refs", "--all")
        }
        try await place.git("branch", "rollback/run-3")
        #expect(try files.below("rollback") == ["rollback/run-1", "rollback/deep/run-2", "rollback/run-3"])
        try await place.git("branch", "-D", "rollback/run-1")
        #expect(try !files.has("rollback/run-1"))
        #expect(try files.below("gone").isEmpty)
    }

    @Test func aBranchWhereAFolderIsWanted() async throws {
        let place = try await CodePlace()
        try await place.commit([.file("a", "1")], "first")
        try await place.git("branch", "rollback")
        let files = GitBranchFiles(git: try await place.repository())
        #expect(try files.has("rollback"))
        try await place.git("pack-refs", "--all")
        #expect(try files.has("rollback"))
    }
}
