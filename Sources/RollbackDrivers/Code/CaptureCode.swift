import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Keeps every file that will be overwritten, and git's index and `HEAD`, before anything is changed.
struct CaptureCode: Step {
    struct Output: Codable, Sendable {
        var kept: Int
    }

    let git: GitRepository
    let settings: CodeSettings
    let paths: CodePaths

    /// Nothing needs to be asked: keeping again is harmless until the swap, which comes later.
    func perform(_ progress: StepProgress) async throws -> Output {
        try FileCall.makeDirectory(paths.kept)
        let tree = try Tree(git.root)
        let blockers = try blockers(tree)
        let store = try EntryStore(tree: tree, folder: paths.kept)
        let entries = try store.keep(try everything(tree, blockers))
        try keepGitFiles()
        try AtomicFile.write(JSONText.data(CaptureManifest(entries: entries, blockers: blockers)), to: paths.manifest)
        return Output(kept: entries.count { $0.kind == .file || $0.kind == .link })
    }

    /// Files and links that stand where the target has a folder.
    private func blockers(_ tree: Tree) throws -> [TreePath] {
        let removed = Set(settings.removals.map(\.path))
        return try folders(of: settings.writes).filter { folder in
            guard !removed.contains(folder), let facts = try tree.facts(folder) else { return false }
            return facts.st_mode & S_IFMT != S_IFDIR
        }
    }

    /// The paths themselves, and the folders that come or go with them.
    private func everything(_ tree: Tree, _ blockers: [TreePath]) throws -> [TreePath] {
        let changed = settings.changes.map(\.path)
        let coming = try folders(of: settings.writes).filter { try tree.facts($0) == nil }
        let going = folders(of: settings.removals)
        var seen: Set<TreePath> = []
        return (changed + blockers + coming + going).filter { seen.insert($0).inserted }
    }

    private func folders(of changes: [CodeChange]) -> [TreePath] {
        Set(changes.flatMap(\.path.ancestors)).sorted()
    }

    /// By second links, so that putting them back is git's own rename (see `GitLinkLock`).
    private func keepGitFiles() throws {
        try keep("\(git.gitFolder)/index", as: paths.keptIndex)
        try keep("\(git.gitFolder)/HEAD", as: paths.keptHead)
        unlink(paths.keptBranch)
        if settings.head == .commit, let ref = git.branchFile(settings.branch), access(ref, F_OK) == 0 {
            try keep(ref, as: paths.keptBranch)
        }
        try FileCall.syncDirectory(paths.capture)
    }

    /// Where a link cannot be made, because the file is another user's or the capture lies on another disk, a copy is
    /// as good.
    private func keep(_ source: String, as kept: String) throws {
        unlink(kept)
        if link(source, kept) == 0 { return }
        guard [EPERM, EXDEV, EMLINK, EOPNOTSUPP].contains(errno) else {
            throw Failure.file(path: source, doing: "keep", errno: errno)
        }
        try FileCopy.copy(source, to: kept)
    }
}

extension GitRepository {
    func branchFile(_ branch: String?) -> String? { branch.map { "\(commonFolder)/refs/heads/\($0)" } }
}
