import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Files that git wrote beside the checkout: verified against the target, given mode and owner. Not yet durable.
struct StagedFiles {
    let git: GitRepository
    let settings: CodeSettings
    let paths: CodePaths

    func finish() async throws {
        let filtered = try await materializeLFS()
        let converted = try settings.writes.filter { try !filtered.contains($0.path) && !matches($0) }
        try await verify(converted)
        let tree = try Tree(git.root)
        for change in settings.writes { try dress("\(paths.checkout)/\(change.path)", like: tree, change) }
        try gather()
        try note()
    }

    /// From git's folders to one flat list, so that a file's absence there says that it was put in place.
    private func gather() throws {
        for (number, change) in settings.writes.enumerated() {
            let target = "\(paths.files)/\(number)"
            try FileCall.check(target, "gather") { rename("\(paths.checkout)/\(change.path)", target) }
        }
    }

    /// So that an undo knows at a glance which files somebody edited since.
    private func note() throws {
        let written = try settings.writes.indices.map { number -> WrittenFile in
            guard let facts = FileCall.facts("\(paths.files)/\(number)") else {
                throw Failure.file(path: "\(paths.files)/\(number)", doing: "look at", errno: ENOENT)
            }
            return WrittenFile(facts)
        }
        try AtomicFile.write(JSONText.data(written), to: paths.written, durable: false)
    }

    /// Whether the bytes are the target's object as they are.
    private func matches(_ change: CodeChange) throws -> Bool {
        let path = "\(paths.checkout)/\(change.path)"
        let data = change.isLink ? FileCall.linkTarget(path) : try FileCall.read(path)
        guard let data else { throw Failure.objectMissing("\(change.path) in \(settings.target.short)") }
        return GitBlob.name(of: data, like: change.object) == change.object
    }

    /// Files whose line endings git converted: git hashes them back.
    private func verify(_ changes: [CodeChange]) async throws {
        let names = try await git.blobNames(
            of: changes.filter { !$0.isLink }.map(\.path), in: paths.checkout,
            environment: ["GIT_INDEX_FILE": paths.index, "GIT_DIR": git.gitFolder])
        for change in changes where names[change.path] != change.object {
            let stored = try await git.require(["cat-file", "blob", change.object], to: "verify \(change.path)")
            // Mixed line endings do not come back the way they went.
            if GitBlob.name(of: stored.output, like: change.object) == change.object { continue }
            throw Failure.gitRefused(
                what: "verify the target", why: "\(change.path) is damaged in git's store; run: git fsck")
        }
    }

    /// A file that replaces one keeps its permissions and owner; a new one is as readable as its folder.
    private func dress(_ staged: String, like tree: Tree, _ change: CodeChange) throws {
        let old = try tree.facts(change.path)
        let folder = try nearestFolder(tree, change.path)
        let like = old ?? folder
        if geteuid() == 0 {
            try FileCall.check(staged, "set the owner") { lchown(staged, like.st_uid, like.st_gid) }
        }
        guard !change.isLink else { return }
        let file = old.flatMap { $0.st_mode & S_IFMT == S_IFREG ? $0 : nil }
        // In a folder that everybody may write to, the code in it is still not everybody's.
        let readable = file.map { $0.st_mode & 0o666 } ?? folder.st_mode & 0o664
        let mode = readable | (change.isExecutable ? (readable & 0o444) >> 2 : 0)
        try FileCall.check(staged, "set the mode") { chmod(staged, mode) }
    }

    private func nearestFolder(_ tree: Tree, _ path: TreePath) throws -> stat {
        for ancestor in path.ancestors.reversed() {
            if let facts = try tree.facts(ancestor), facts.st_mode & S_IFMT == S_IFDIR { return facts }
        }
        guard let facts = tree.root.facts else {
            throw Failure.file(path: tree.root.path, doing: "look at", errno: errno)
        }
        return facts
    }

    /// Replaces Git LFS pointers by the content, from the repository's own LFS store.
    /// - Returns: those of which git's store holds the pointer only.
    private func materializeLFS() async throws -> Set<TreePath> {
        guard !settings.writes.isEmpty else { return [] }
        let found = try await git.filters(of: settings.writes.map(\.path.text), index: paths.index)
        if let refusal = CodeObstacles.refusal(of: found) {
            throw Failure.gitRefused(what: "write the target's files", why: refusal)
        }
        let wanted = Set(found.compactMap { TreePath($0.path) })
        let files = LFSFiles(git: git)
        return try wanted.filter { try files.materialize("\(paths.checkout)/\($0)", for: $0) }
    }
}
