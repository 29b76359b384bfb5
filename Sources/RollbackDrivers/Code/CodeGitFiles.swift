import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Git's own files that a swap replaces, and by what, on the way there and back.
struct CodeGitFiles {
    let git: GitRepository
    let settings: CodeSettings
    let paths: CodePaths
    /// The branch that the run makes, below `refs/heads/`; nil before it was staged.
    let newBranch: String?

    init(git: GitRepository, settings: CodeSettings, paths: CodePaths) throws {
        (self.git, self.settings, self.paths) = (git, settings, paths)
        newBranch = try FileCall.read(paths.branchName).map { String(decoding: $0, as: UTF8.self).trimmed }
    }

    private var index: String { "\(git.gitFolder)/index" }
    private var head: String { "\(git.gitFolder)/HEAD" }

    /// The branch that moves, and `HEAD` where it does: a branch exists before `HEAD` names it.
    func forward() -> [GitLinkLock] {
        let newHead = GitLinkLock(path: head, source: paths.head, other: paths.keptHead)
        let moved = GitLinkLock(path: index, source: paths.index, other: paths.keptIndex)
        switch (settings.head, git.branchFile(settings.branch)) {
        case (.branch, _): return [moved] + [newBranchLock].compactMap(\.self) + [newHead]
        case (.commit, let branch?):
            return [moved, GitLinkLock(path: branch, source: paths.newBranch, other: paths.keptBranch)]
        case (.commit, nil): return [moved, newHead]
        }
    }

    func back() -> [GitLinkLock] {
        var files = [
            GitLinkLock(path: head, source: paths.keptHead, other: paths.head),
            GitLinkLock(path: index, source: paths.keptIndex, other: paths.index),
        ]
        if settings.head == .commit, let branch = git.branchFile(settings.branch),
            FileCall.facts(paths.keptBranch) != nil
        {
            files.append(GitLinkLock(path: branch, source: paths.keptBranch, other: paths.newBranch))
        }
        return files
    }

    /// A branch that has moved on carries somebody's hotfix: it stays. Without its loose file, a branch that was
    /// packed has its packed value again.
    func removeNewBranch() throws {
        let packed = settings.head == .commit && FileCall.facts(paths.keptBranch) == nil
        let live = git.branchFile(settings.branch).map { GitLinkLock(path: $0, source: paths.newBranch) }
        guard let ours = settings.head == .branch ? newBranchLock : (packed ? live : nil) else { return }
        ours.unlock()
        guard ours.isReplaced else { return }
        unlink(ours.path)
        guard let folder = FileCall.parent(of: ours.path) else { return }
        if folder != "\(git.commonFolder)/refs/heads" { rmdir(folder) }
    }

    private var newBranchLock: GitLinkLock? {
        git.branchFile(newBranch).map { GitLinkLock(path: $0, source: paths.newBranch) }
    }

    /// Where a disk without one free block has no room for the branch, `HEAD` itself holds the commit: what it holds
    /// now makes the room.
    var detachedHead: GitLinkLock { GitLinkLock(path: head, source: paths.commit, other: paths.keptHead) }

    /// Folders of a branch with slashes in its name, which git removes when it packs the branch.
    func makeFolders(above path: String) throws {
        guard let folder = FileCall.parent(of: path) else { return }
        if let facts = FileCall.facts(folder) {
            // A crash between the two calls below has left one of ours that is nobody else's yet.
            if folder.hasPrefix("\(git.commonFolder)/refs/heads/"), facts.st_uid == geteuid() { try git.give(folder) }
            return
        }
        try makeFolders(above: folder)
        try FileCall.makeDirectory(folder, mode: 0o755)
        try git.give(folder)
    }
}
