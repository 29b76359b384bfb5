import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// What of a platform's code differs from a commit.
struct CodeDifferences: Sendable {
    let git: GitRepository
    let scope: CodeScope
    /// Looks at nothing else; nil: at all of the scope.
    var paths: [String]?

    struct Found: Sendable {
        var code: [CodeChange]
        /// Differ too, and are left alone: their rows are not in git.
        var databases: [TreePath]
        /// Why the differing files cannot be put in place rightly; nil when they can.
        var refusal: String?
    }

    /// - Throws: `Failure.gitRefused` for paths that lead out of the checkout.
    func found(to target: CommitID) async throws -> Found {
        let changes = try await git.workTreeChanges(to: target, in: scope, only: paths)
        let all = try Self.checked(changes)
        let databases = Set(all.map(\.path).filter { SQLiteFile.belongsToDatabase("\(git.root)/\($0)") })
        let code = all.filter { !databases.contains($0.path) }
        let (same, refusal) = try await filtered(code, target)
        return Found(
            code: code.filter { !same.contains($0.path) }, databases: databases.sorted(),
            refusal: CodeObstacles.reason(in: changes) ?? refusal)
    }

    static func checked(_ changes: [GitChange]) throws -> [CodeChange] {
        try changes.map { change in
            guard let path = TreePath(change.path) else {
                throw Failure.gitRefused(
                    what: "read the target's tree", why: "it has the forbidden path \(change.path)")
            }
            return CodeChange(path: path, mode: change.mode, object: change.object)
        }
    }

    /// With filters off, git takes every touched file that goes through one for changed.
    /// - Returns: Git LFS's files that have the target's content already, and what is to be refused of the others.
    private func filtered(_ changes: [CodeChange], _ target: CommitID) async throws -> (same: Set<TreePath>, String?) {
        let writes = changes.filter { $0.mode != nil && !$0.isLink }
        let filters = try await filters(of: writes.map(\.path.text), changes, target)
        let names = Set(filters.filter { $0.filter == "lfs" }.compactMap { TreePath($0.path) })
        let files = LFSFiles(git: git)
        let pointers = try await files.pointers(of: writes.filter { names.contains($0.path) }).sorted {
            $0.key < $1.key
        }
        let same = Set(pointers.filter { files.isHere($0.value, $0.key) }.map(\.key))
        let missing = pointers.lazy.filter { !same.contains($0.key) }.compactMap { files.reason($0.value, $0.key) }
            .first
        return (same, CodeObstacles.refusal(of: filters) ?? missing)
    }

    /// The target's attributes are the checkout's, unless it has other attributes files.
    private func filters(
        of paths: [String], _ changes: [CodeChange], _ target: CommitID
    ) async throws -> [(path: String, filter: String)] {
        guard !paths.isEmpty else { return [] }
        let other = changes.contains { $0.path.name == ".gitattributes" }
        return try await other ? git.filters(of: paths, at: target) : git.filters(of: paths, index: nil)
    }
}
