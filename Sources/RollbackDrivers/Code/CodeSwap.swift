import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Puts the staged files in place, one rename each, then git's index and `HEAD`. Every part of it can be seen from
/// outside: a staged file that is gone was put in place, a git file with our inode was replaced.
struct CodeSwap: Step {
    struct Output: Codable, Sendable {
        var commit: CommitID
        var branch: String?
    }

    let git: GitRepository
    let settings: CodeSettings
    let paths: CodePaths
    let run: RunID

    static func branchName(_ run: RunID) -> String { "rollback/\(run)" }

    func observe() async throws -> Observation<Output> {
        let waiting = settings.writes.indices.contains { access("\(paths.files)/\($0)", F_OK) == 0 }
        let tree = try Tree(git.root)
        let kept = try settings.removals.contains { try tree.facts($0.path) != nil }
        let replaced = try gitFiles().allSatisfy(\.isReplaced)
        return try waiting || kept || !replaced ? .notApplied : .applied(output())
    }

    func perform(_ progress: StepProgress) async throws -> Output {
        let manifest = try JSONText.decode(CaptureManifest.self, from: FileCall.read(paths.manifest) ?? Data())
        let tree = try Tree(git.root)
        let store = try EntryStore(tree: tree, folder: paths.kept)
        for path in manifest.blockers { try tree.remove(path) }
        for change in settings.removals { try tree.remove(change.path) }
        for folder in Set(settings.removals.flatMap(\.path.ancestors)).sorted().reversed() {
            try tree.removeFolderIfEmpty(folder)
        }
        let before = Dictionary(uniqueKeysWithValues: manifest.entries.map { ($0.path, $0) })
        for (number, change) in settings.writes.enumerated() {
            let staged = "\(paths.files)/\(number)"
            var facts = stat()
            guard lstat(staged, &facts) == 0 else { continue }
            if let entry = before[change.path], entry.kind == .folder { try store.setAside(entry) }
            try tree.install(staged, at: change.path)
        }
        try tree.sync()
        try moveGit()
        return try output()
    }

    func undo(_ output: Output?, _ progress: StepProgress) async throws {
        guard let data = try FileCall.read(paths.manifest) else { return }
        let manifest = try JSONText.decode(CaptureManifest.self, from: data)
        let tree = try Tree(git.root)
        try await CodeEdits(git: git, settings: settings, paths: paths).keep(tree, manifest, progress)
        try EntryStore(tree: tree, folder: paths.kept).giveBack(manifest.entries)
        try moveGitBack()
    }

    /// In the order in which they are replaced: a branch exists before `HEAD` names it.
    private func gitFiles() throws -> [GitLinkLock] {
        let index = GitLinkLock(path: "\(git.gitFolder)/index", source: paths.index)
        switch (settings.head, git.branchFile(settings.branch)) {
        case (.branch, _):
            return [
                index, GitLinkLock(path: "\(git.commonFolder)/refs/heads/\(Self.branchName(run))", source: paths.newBranch),
                GitLinkLock(path: "\(git.gitFolder)/HEAD", source: paths.head),
            ]
        case (.commit, let branch?): return [index, GitLinkLock(path: branch, source: paths.newBranch)]
        case (.commit, nil): return [index, GitLinkLock(path: "\(git.gitFolder)/HEAD", source: paths.head)]
        }
    }

    private func moveGit() throws {
        let folder = "\(git.commonFolder)/refs/heads/rollback"
        if settings.head == .branch {
            try FileCall.makeDirectory(folder, mode: 0o755)
            try git.give(folder)
        }
        for file in try gitFiles() { try file.replace() }
        try Reflog(git: git).note(from: settings.current, to: try output().commit, "lastgood: \(run) to \(settings.target.short)")
    }

    private func moveGitBack() throws {
        try GitLinkLock(path: "\(git.gitFolder)/HEAD", source: paths.keptHead).replace()
        try GitLinkLock(path: "\(git.gitFolder)/index", source: paths.keptIndex).replace()
        if settings.head == .commit, let branch = git.branchFile(settings.branch) {
            try restoreBranch(branch)
        }
        let ours = GitLinkLock(path: "\(git.commonFolder)/refs/heads/\(Self.branchName(run))", source: paths.newBranch)
        // A branch that has moved on carries somebody's hotfix: it stays.
        if settings.head == .branch, ours.isReplaced { unlink(ours.path) }
        unlink("\(ours.path).lock")
    }

    private func restoreBranch(_ branch: String) throws {
        if access(paths.keptBranch, F_OK) == 0 {
            try GitLinkLock(path: branch, source: paths.keptBranch).replace()
        } else if GitLinkLock(path: branch, source: paths.newBranch).isReplaced {
            // The branch was packed: without the loose file the packed value counts again.
            unlink(branch)
        }
    }

    private func output() throws -> Output {
        let commit = String(decoding: try FileCall.read(paths.commit) ?? Data(), as: UTF8.self).trimmed
        return Output(commit: CommitID(commit), branch: settings.head == .branch ? Self.branchName(run) : settings.branch)
    }
}
