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
    let actor: String

    func observe() async throws -> Observation<Output> {
        let waiting = settings.writes.indices.contains { access("\(paths.files)/\($0)", F_OK) == 0 }
        let tree = try Tree(git.root)
        let kept = try settings.removals.contains { try isFile($0.path, tree) }
        let replaced = try gitFiles().allSatisfy(\.isReplaced)
        return try waiting || kept || !replaced ? .notApplied : .applied(output())
    }

    func perform(_ progress: StepProgress) async throws -> Output {
        try await prepareAgain(progress)
        let manifest = try JSONText.decode(CaptureManifest.self, from: FileCall.read(paths.manifest) ?? Data())
        let tree = try Tree(git.root, workshop: paths.folder)
        let store = try EntryStore(tree: tree, folder: paths.kept)
        for path in manifest.blockers + settings.removals.map(\.path) where try isFile(path, tree) {
            try tree.remove(path)
        }
        try makeRoom(tree)
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
        try moveGit(progress)
        return try output()
    }

    /// The run is kept in memory because the disk takes nothing: what is kept there gives its room to what comes.
    private func makeRoom(_ tree: Tree) throws {
        let run = try FolderHandle.open(paths.folder)
        guard run.facts?.st_dev != tree.root.facts?.st_dev else { return }
        for (number, change) in settings.writes.enumerated() where access("\(paths.files)/\(number)", F_OK) == 0 {
            if try isFile(change.path, tree) { try tree.remove(change.path) }
        }
    }

    /// A folder in a file's place is the target's, from an earlier call.
    private func isFile(_ path: TreePath, _ tree: Tree) throws -> Bool {
        try tree.facts(path).map { $0.st_mode & S_IFMT != S_IFDIR } ?? false
    }

    func undo(_ output: Output?, _ progress: StepProgress) async throws {
        guard let data = try FileCall.read(paths.manifest) else { return }
        let manifest = try JSONText.decode(CaptureManifest.self, from: data)
        let tree = try Tree(git.root, workshop: paths.folder)
        try await CodeEdits(git: git, settings: settings, paths: paths).keep(tree, progress)
        try EntryStore(tree: tree, folder: paths.kept).giveBack(manifest.entries)
        try moveGitBack()
        try AtomicFile.write(Data(), to: paths.usedUp)
    }

    /// Taking a swap back uses up what was kept and what was staged: before the next one both are made anew.
    private func prepareAgain(_ progress: StepProgress) async throws {
        guard access(paths.usedUp, F_OK) == 0 else { return }
        _ = try await CaptureCode(git: git, settings: settings, paths: paths).perform(progress)
        _ = try await StageCode(git: git, settings: settings, paths: paths, run: run, actor: actor).perform(progress)
        try FileCall.check(paths.usedUp, "remove") { unlink(paths.usedUp) }
        try FileCall.syncDirectory(paths.folder)
    }

    private func gitFiles() throws -> [GitLinkLock] {
        try CodeGitFiles(git: git, settings: settings, paths: paths).forward()
    }

    private func moveGit(_ progress: StepProgress) throws {
        let files = try CodeGitFiles(git: git, settings: settings, paths: paths)
        do {
            for file in files.forward() {
                try files.makeFolders(above: file.path)
                try file.replace()
            }
        } catch Failure.file(let path, _, ENOSPC) where settings.head == .branch {
            progress(.warning("no room for \(path): HEAD is detached at \(settings.target.short)"))
            try files.detachedHead.replace()
        }
        let commit = try output().commit
        try Dispensable(progress).write("this rollback in git's reflog") {
            try Reflog(git: git).note(
                from: settings.current, to: commit, "lastgood: \(run) to \(settings.target.short)")
        }
    }

    private func moveGitBack() throws {
        let files = try CodeGitFiles(git: git, settings: settings, paths: paths)
        for file in files.back() { try file.replace() }
        try files.removeNewBranch()
    }

    private func output() throws -> Output {
        let commit = String(decoding: try FileCall.read(paths.commit) ?? Data(), as: UTF8.self).trimmed
        let files = try CodeGitFiles(git: git, settings: settings, paths: paths)
        return Output(commit: CommitID(commit), branch: settings.head == .branch ? files.newBranch : settings.branch)
    }
}
