import FoundationEssentials
import RollbackCore
import RollbackFiles

/// The files of a commit, as git lists them.
struct ReleaseTree: Sendable {
    struct Entry: Hashable, Sendable {
        var mode: String
        var object: String
        var path: String
    }

    let commit: CommitID
    let entries: [Entry]
    var paths: [String] { entries.map(\.path) }

    /// Reads `<mode> SP <type> SP <object> TAB <path> NUL`, many times (git-ls-tree(1)).
    static func read(_ commit: CommitID, _ git: GitRepository) async throws -> ReleaseTree {
        let listed = try await git.require(
            ["ls-tree", "-r", "-z", "--full-tree", commit.rawValue], to: "list the files of \(commit.short)")
        let entries = try listed.output.split(separator: 0).map { line -> Entry in
            let parts = line.split(separator: UInt8(ascii: "\t"), maxSplits: 1)
            let words = String(decoding: parts[0], as: UTF8.self).split(separator: " ").map(String.init)
            guard parts.count == 2, words.count == 3, let path = String(validating: parts[1], as: UTF8.self) else {
                throw Failure.gitRefused(
                    what: "list the files of \(commit.short)",
                    why: "the file name \(String(decoding: line, as: UTF8.self)) is not valid UTF-8")
            }
            return Entry(mode: words[0], object: words[2], path: path)
        }
        return ReleaseTree(commit: commit, entries: entries)
    }

    /// Why a directory of it would not be right, in one sentence; nil when it would.
    func obstacle(_ git: GitRepository) async throws -> String? {
        if let module = entries.first(where: { $0.mode == "160000" }) {
            return
                "it has the submodule \(module.path), and lastgood writes release directories from git's objects alone"
        }
        if let bad = entries.first(where: { TreePath($0.path) == nil }) {
            return "it has the forbidden path \(bad.path)"
        }
        let filters = try await git.filters(of: paths, at: commit)
        if let refusal = CodeObstacles.refusal(of: filters) { return refusal }
        let names = Set(filters.map(\.path))
        let changes = entries.filter { names.contains($0.path) }.compactMap { entry in
            TreePath(entry.path).map { CodeChange(path: $0, mode: entry.mode, object: entry.object) }
        }
        let files = LFSFiles(git: git)
        return try await files.pointers(of: changes).sorted { $0.key < $1.key }
            .compactMap { files.reason($0.value, $0.key) }.first
    }
}
