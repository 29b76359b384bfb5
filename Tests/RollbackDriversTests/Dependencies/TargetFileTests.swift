import FoundationEssentials
import RollbackCore
@testable import RollbackDrivers
import RollbackTestKit
import Testing

struct TargetFileTests {
    @Test func aFileOfACommitIsReadByteForByte() async throws {
        let place = try DependencyPlace()
        let runner = RealProcesses.runner()
        func git(_ arguments: String...) async throws -> String {
            let who = ["-c", "user.name=kim", "-c", "user.email=kim@localhost", "-c", "core.autocrlf=false"]
            return try await runner.require(Command(["git", "-C", place.root] + who + arguments)).text
        }
        _ = try await git("init", "--quiet")
        try place.write("a==1\r\n\n", to: "\(place.root)/web/requirements.txt")
        try place.write("", to: "\(place.root)/empty.txt")
        _ = try await git("add", ".")
        _ = try await git("commit", "--quiet", "--message", "one")
        let commit = CommitID(try await git("rev-parse", "HEAD").trimmed)
        try place.write("a==2", to: "\(place.root)/web/requirements.txt")
        let repository = try await GitRepository.open(place.root, runner)
        #expect(try await repository.content(of: "web/requirements.txt", at: commit) == Data("a==1\r\n\n".utf8))
        #expect(try await repository.content(of: "empty.txt", at: commit) == Data())
        #expect(try await repository.content(of: "gone.txt", at: commit) == nil)
        #expect(try await repository.content(of: "web", at: commit) == nil)
    }
}
