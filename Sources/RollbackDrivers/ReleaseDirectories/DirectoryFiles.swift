import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// The code of a release directory: written by git from its objects, verified, and as readable as what it replaces.
struct DirectoryFiles: Sendable {
    let git: GitRepository
    let settings: DirectoryBuild

    private var directory: String { settings.directory }
    private var own: DirectoryGit { DirectoryGit(git: git, directory: directory) }

    /// Without `rollback/`, which is the platform's and no release's, and without what is shared.
    func write(_ progress: StepProgress) async throws {
        let commit = settings.commit
        try await own.require(["read-tree", commit.rawValue], to: "read the tree of \(commit.short)")
        guard try await own.paths([DirectoryMarker.folder]).isEmpty else {
            throw Failure.gitRefused(
                what: "build a release directory",
                why: "\(commit.short) has files of its own in \(DirectoryMarker.folder)/")
        }
        let left = try await own.paths((["rollback"] + settings.shared).map { ":(top,literal)\($0)" })
        if !left.isEmpty {
            try await own.require(
                ["update-index", "--force-remove", "-z", "--stdin"], to: "leave out what is shared",
                input: Data(left.joined(separator: "\0").utf8) + [0])
        }
        progress(.doing("writing the files of \(commit.short) to \(ReleaseFolders.text(of: settings.name))"))
        try await own.require(["checkout-index", "--all", "--force", "--quiet"], to: "write the release's files")
    }

    /// - Returns: the files that are right although git hashes them to something else.
    /// - Throws: `Failure.gitRefused` for a damaged file.
    func finish(_ progress: StepProgress) async throws -> [String] {
        let filtered = try await materializeLFS()
        progress(.doing("verifying \(ReleaseFolders.text(of: settings.name))"))
        let date = try await git.commit(settings.commit).date.timeIntervalSince1970
        try DirectoryDress(settings: settings, time: Int(date)).dress()
        // Hashes every file, in git's own process; what does not match stays as it was in the index.
        try await own.require(["update-index", "-q", "--really-refresh"], to: "verify the release's files")
        var unlike = filtered
        for change in try await own.edited() where !filtered.contains(change.path) {
            try await verify(change)
            unlike.append(change.path)
        }
        return unlike.sorted()
    }

    /// Mixed line endings do not come back the way they went.
    private func verify(_ change: GitChange) async throws {
        let stored = try await git.require(["cat-file", "blob", change.object], to: "verify \(change.path)").output
        let isWhole = GitBlob.name(of: stored, like: change.object) == change.object
        guard isWhole, change.mode == change.modeHere, stored.contains(UInt8(ascii: "\r")) else {
            throw Failure.gitRefused(
                what: "verify the release", why: "\(change.path) is damaged in git's store; run: git fsck")
        }
    }

    private func materializeLFS() async throws -> [String] {
        let found = try await git.filters(of: try await own.paths(), index: own.index)
        if let refusal = CodeObstacles.refusal(of: found) {
            throw Failure.gitRefused(what: "write the release's files", why: refusal)
        }
        let files = LFSFiles(git: git)
        return try found.compactMap { TreePath($0.path) }
            .filter { try files.materialize("\(directory)/\($0)", for: $0) }.map(\.text)
    }
}
