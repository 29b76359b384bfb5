import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Keeps a copy of a SQLite database as it was before anything was done to it: evidence, for a person. It is never put
/// back by itself, because that would lose every row that was written since.
struct CopyDatabase: Step {
    struct Output: Codable, Sendable {
        var path: String
        var bytes: Int
    }

    let path: String
    let folder: String
    let title: String

    private var target: String { "\(folder)/\(title)" }

    func perform(_ progress: StepProgress) async throws -> Output {
        try FileCall.makeDirectory(folder)
        // What a crash left is no copy.
        for ending in ["", "-journal", "-wal", "-shm"] { unlink(target + ending) }
        do { try SQLiteCopy.copy(path, to: target) } catch let trouble as DatabaseTrouble {
            throw Failure.database(.cannotConnect(title: title, why: trouble.why))
        }
        return Output(path: target, bytes: FileCall.facts(target).map { Int($0.st_size) } ?? 0)
    }
}
