import Glibc
import RollbackCore
@testable import RollbackDrivers
import Testing

/// Whether everything of a commit is here.
struct GitObjectsTests {
    @Test(arguments: ["sha1", "sha256"])
    func whatIsMissingIsCounted(format: String) async throws {
        let place = try await CodePlace(format: format)
        let first = try await place.commit([.file("a", "1"), .file("d/b", "2")])
        let second = try await place.commit([.file("a", "3")])
        let git = try await place.repository()
        #expect(try await git.missingObjects(of: first, limit: .seconds(60)) == 0)
        for (name, count) in [("a", 1), ("d/b", 2), ("", 1)] {
            let id = try await place.git("rev-parse", "\(first):\(name)").trimmed
            #expect(unlink("\(place.root)/.git/objects/\(id.prefix(2))/\(id.dropFirst(2))") == 0)
            #expect(try await git.missingObjects(of: first, limit: .seconds(60)) == count, "\(name)")
        }
        // It shares the folder with the first, and needs nothing of its history.
        #expect(try await git.missingObjects(of: second, limit: .seconds(60)) == 1)
    }

    @Test func aDamagedObjectIsGitsToName() async throws {
        let place = try await CodePlace()
        let commit = try await place.commit([.file("a", "1")])
        let tree = try await place.git("rev-parse", "\(commit)^{tree}").trimmed
        let path = ".git/objects/\(tree.prefix(2))/\(tree.dropFirst(2))"
        chmod(place.path(path), 0o600)
        try place.write(path, "no object")
        let git = try await place.repository()
        await #expect(throws: Failure.self) { _ = try await git.missingObjects(of: commit, limit: .seconds(60)) }
    }
}
