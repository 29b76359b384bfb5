import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Builds the target beside the live checkout: every file that will be put in place, verified and durable, and the
/// index that goes with them. Nothing of the checkout is touched.
struct StageCode: Step {
    struct Output: Codable, Sendable {
        var staged: Int
        /// The commit that `HEAD` will show.
        var commit: CommitID
    }

    let git: GitRepository
    let settings: CodeSettings
    let paths: CodePaths
    let run: RunID
    let actor: String

    func perform(_ progress: StepProgress) async throws -> Output {
        try? FileManager.default.removeItem(atPath: paths.stage)
        try makeFolders()
        try await writeIndex()
        try await checkOut()
        try await StagedFiles(git: git, settings: settings, paths: paths).finish()
        let commit = try await commit()
        try writeHead(commit, branch: settings.head == .branch ? try freeBranch() : "")
        try makeDurable()
        return Output(staged: settings.writes.count, commit: commit)
    }

    func undo(_ output: Output?, _ progress: StepProgress) async throws {
        guard access(paths.stage, F_OK) == 0 else { return }
        try FileManager.default.removeItem(atPath: paths.stage)
    }

    private func makeFolders() throws {
        for folder in [paths.stage, paths.files, paths.emptyTree, paths.checkout] {
            try FileCall.makeDirectory(folder)
            try git.give(folder)
        }
        try git.letThrough(paths.folder)
    }

    /// The live index with the changed entries replaced: all others keep what git knows of their files.
    private func writeIndex() async throws {
        try FileCopy.copy("\(git.gitFolder)/index", to: paths.index)
        try await update(paths.index, settings.indexChanges)
    }

    private func update(_ index: String, _ changes: [CodeChange]) async throws {
        var lines = Data()
        let none = String(repeating: "0", count: settings.target.rawValue.count)
        for change in changes {
            lines.append(
                Data("\(change.mode ?? "0") \(change.mode == nil ? none : change.object)\t\(change.path)".utf8))
            lines.append(0)
        }
        _ = try await git.require(
            ["update-index", "-z", "--index-info"], to: "build the target's index", input: lines,
            environment: ["GIT_INDEX_FILE": index])
    }

    /// Git writes the files itself, so that line endings and links are as git makes them. The work tree is an empty
    /// folder: attributes then come from the target's index and not from the release that goes away.
    private func checkOut() async throws {
        let list = Data(settings.writes.map(\.path.text).joined(separator: "\0").utf8) + [0]
        guard !settings.writes.isEmpty else { return }
        _ = try await git.require(
            [
                "--work-tree=\(paths.emptyTree)", "checkout-index", "--force", "-z", "--stdin",
                "--prefix=\(paths.checkout)/",
            ],
            to: "write the target's files", input: list,
            environment: ["GIT_INDEX_FILE": paths.index, "GIT_DIR": git.gitFolder])
    }

    /// The target itself when the whole checkout becomes it on a branch of its own; otherwise a new commit.
    private func commit() async throws -> CommitID {
        if settings.head == .branch, settings.scope.isWhole { return settings.target }
        let tree = try await git.require(
            ["write-tree"], to: "write the target's tree", environment: ["GIT_INDEX_FILE": try await committedIndex()])
        let message = "Roll back to \(settings.target.short) (\(run))\n\nBy \(actor), with lastgood.\n"
        let names = ["AUTHOR", "COMMITTER"].flatMap {
            [("GIT_\($0)_NAME", "lastgood"), ("GIT_\($0)_EMAIL", "lastgood@localhost")]
        }
        let result = try await git.require(
            ["commit-tree", "-p", settings.current.rawValue, "-m", message, tree.text.trimmed],
            to: "write the rollback's commit", environment: Dictionary(uniqueKeysWithValues: names))
        return CommitID(result.text.trimmed)
    }

    /// What is staged outside of the platform's code is nobody's to commit: there the new commit is like the live one.
    private func committedIndex() async throws -> String {
        let foreign = try CodeDifferences.checked(await git.indexChanges(to: settings.current, index: paths.index))
            .filter { !settings.scope.contains($0.path.text) }
        guard !foreign.isEmpty else { return paths.index }
        try FileCopy.copy(paths.index, to: paths.commitIndex)
        try await update(paths.commitIndex, foreign)
        return paths.commitIndex
    }

    /// `rollback/run-N`, or with a number after it where another worktree or an earlier life of the state took that.
    private func freeBranch() throws -> String {
        let taken = try GitBranchFiles(git: git).below("rollback")
        let names = (1...(taken.count + 1)).map { "rollback/\(run)" + ($0 == 1 ? "" : "-\($0)") }
        return names.first { !taken.contains($0) } ?? "rollback/\(run)"
    }

    private func writeHead(_ commit: CommitID, branch: String) throws {
        let target = settings.head == .branch ? "ref: refs/heads/\(branch)\n" : "\(commit)\n"
        let texts = [
            (paths.head, target), (paths.newBranch, "\(commit)\n"), (paths.commit, "\(commit)\n"),
            (paths.branchName, branch),
        ]
        for (path, text) in texts {
            try AtomicFile.write(Data(text.utf8), to: path, mode: 0o644, durable: false)
            try git.give(path)
        }
    }

    /// Everything at once, before anything of it is put in place.
    private func makeDurable() throws {
        let files = settings.writes.indices.filter { !settings.writes[$0].isLink }.map { "\(paths.files)/\($0)" }
        guard files.count <= FileCall.few else { return try FileCall.syncFileSystem(paths.stage) }
        let own = [paths.index, paths.head, paths.newBranch, paths.commit, paths.branchName, paths.written]
        for file in files + own { try FileCall.syncFile(file) }
        for folder in [paths.files, paths.stage] { try FileCall.syncDirectory(folder) }
    }
}

extension GitRepository {
    /// Files that root makes inside another user's repository belong to that user.
    func give(_ path: String) throws {
        guard let owner else { return }
        try FileCall.check(path, "give to the repository's owner") { lchown(path, owner.user, owner.group) }
    }

    /// Lets the owner, as whom git runs, pass through root's private folders to one of its own below them. Pass only:
    /// what else is in them can be neither listed nor read.
    func letThrough(_ folder: String) throws {
        guard let owner else { return }
        var next: String? = folder
        while let path = next, let facts = FileCall.facts(path), facts.st_uid == geteuid(), facts.st_mode & 0o007 == 0 {
            try FileCall.check(path, "let the repository's owner through") { lchown(path, geteuid(), owner.group) }
            try FileCall.check(path, "let the repository's owner through") { chmod(path, 0o710) }
            next = FileCall.parent(of: path)
        }
    }
}
