import FoundationEssentials
import Glibc
package import RollbackCore
import RollbackFiles

/// Those files of a commit that say what belongs to its release: lock files and migrations.
package struct CommitTree: Sendable {
    let git: GitRepository
    package let commit: CommitID
    /// Object names, by the path from the top of the checkout.
    let objects: [String: String]

    /// - Parameter scope: files outside it are another platform's.
    package static func read(_ git: GitRepository, _ commit: CommitID, _ scope: CodeScope) async throws -> CommitTree {
        let place = scope.isWhole ? [] : ["--", scope.prefix]
        let result = try await git.require(
            ["ls-tree", "-r", "-z", "--full-tree", commit.rawValue] + place, to: "list the files of \(commit.short)")
        return CommitTree(git: git, commit: commit, objects: try parse(result.output).filter { scope.contains($0.key) })
    }

    var paths: [String] { objects.keys.sorted() }

    /// A file of the commit. One that lies unchanged in the checkout is read there: no process is needed for it.
    func content(of path: String) async throws -> Data? {
        if let object = objects[path], let here = try FileCall.read("\(git.root)/\(path)"),
            GitBlob.name(of: here, like: object) == object
        {
            return here
        }
        return try await git.content(of: path, at: commit)
    }

    /// Reads `<mode> SP <type> SP <object> TAB <path> NUL`, many times. A tree has a hundred thousand files, and a few
    /// that count: no text is made of the others.
    static func parse(_ output: Data) throws -> [String: String] {
        var found: [String: String] = [:]
        for entry in Array(output).split(separator: 0) {
            guard let tab = entry.firstIndex(of: UInt8(ascii: "\t")), counts(entry[(tab + 1)...]) else { continue }
            let words = entry[..<tab].split(separator: UInt8(ascii: " "))
            guard words.count == 3, words[1].elementsEqual("blob".utf8) else { continue }
            guard let path = String(validating: entry[(tab + 1)...], as: UTF8.self) else { continue }
            found[path] = String(decoding: words[2], as: UTF8.self)
        }
        return found
    }

    private static let endings = [".txt", ".lock", ".json", ".toml", ".sql", "/Pipfile"].map { Array($0.utf8) }
    private static let python = Array(".py".utf8)
    private static let folders = ["versions/", "env.py"].map { Array($0.utf8) }

    private static func counts(_ path: ArraySlice<UInt8>) -> Bool {
        path.withUnsafeBytes { path in
            if endings.contains(where: { ends(path, $0) }) || path.elementsEqual("Pipfile".utf8) { return true }
            return ends(path, python) && folders.contains { contains(path, $0) }
        }
    }

    // Foundation's generic searches take ten times as long: it was a tenth of a whole snapshot.
    private static func ends(_ path: UnsafeRawBufferPointer, _ ending: [UInt8]) -> Bool {
        guard path.count >= ending.count, let start = path.baseAddress else { return false }
        return memcmp(start + path.count - ending.count, ending, ending.count) == 0
    }

    private static func contains(_ path: UnsafeRawBufferPointer, _ word: [UInt8]) -> Bool {
        guard path.count >= word.count, let start = path.baseAddress else { return false }
        return (0...(path.count - word.count)).contains { memcmp(start + $0, word, word.count) == 0 }
    }
}

extension GitRepository {
    /// Tracked files that differ from a commit as they are now.
    package func changedPathsHere(since commit: CommitID, in scope: CodeScope) async throws -> [String] {
        try await CodeDifferences(git: self, scope: scope).found(to: commit).code.map(\.path.text).sorted()
    }

    /// Files that differ between two commits, each with the letter of what became of it (git-diff-tree(1)).
    package func changes(
        from old: CommitID, to new: CommitID, in scope: CodeScope
    ) async throws -> [(status: String, path: String)] {
        let result = try await require(
            ["diff-tree", "-r", "-z", "--name-status", "--no-renames", old.rawValue, new.rawValue, "--"]
                + scope.pathspecs, to: "compare two releases")
        let parts = result.output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        return stride(from: 0, to: parts.count - 1, by: 2).map { (parts[$0], parts[$0 + 1]) }
    }
}

extension GitRepository {
    /// Those of many commits that are here.
    package func known(_ commits: [CommitID]) async throws -> [CommitID: Commit] {
        guard !commits.isEmpty else { return [:] }
        let result = try await require(
            [
                "log", "--no-show-signature", "--no-walk=unsorted", "--ignore-missing", "--format=\(Self.format)",
                "--stdin",
            ], to: "look at the releases' commits", input: Data(commits.map { "\($0)\n" }.joined().utf8))
        let found = result.text.split(separator: "\n").compactMap { Self.commit(line: $0) }
        return Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
    }
}
