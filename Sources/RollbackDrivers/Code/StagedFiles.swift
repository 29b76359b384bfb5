import Crypto
import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Files that git wrote beside the checkout: verified against the target, given mode and owner, made durable.
struct StagedFiles {
    let git: GitRepository
    let settings: CodeSettings
    let paths: CodePaths

    /// Beyond this many files one `syncfs` is quicker than an `fsync` each.
    private static let fewFiles = 32

    func finish() async throws {
        let filtered = try await materializeLFS()
        let tree = try Tree(git.root)
        var converted: [CodeChange] = []
        for change in settings.writes {
            let staged = "\(paths.checkout)/\(change.path)"
            if !filtered.contains(change.path), try !matches(staged, change) { converted.append(change) }
            try dress(staged, like: tree, change)
        }
        try await verifyConverted(converted)
        try gather()
    }

    /// From git's folders to one flat list, so that a file's absence there says that it was put in place.
    private func gather() throws {
        for (number, change) in settings.writes.enumerated() {
            let target = "\(paths.files)/\(number)"
            try FileCall.check(target, "gather") { rename("\(paths.checkout)/\(change.path)", target) }
            if settings.writes.count <= Self.fewFiles, !change.isLink { try sync(target) }
        }
        try settings.writes.count <= Self.fewFiles ? FileCall.syncDirectory(paths.files) : FileCall.syncFileSystem(paths.files)
    }

    private func sync(_ path: String) throws {
        let descriptor = try FileCall.check(path, "open") { open(path, O_RDONLY | O_CLOEXEC) }
        defer { close(descriptor) }
        try FileCall.check(path, "make durable") { fsync(descriptor) }
    }

    /// Whether the bytes are the target's object, by git's own hash: `blob <size> NUL <bytes>`.
    private func matches(_ path: String, _ change: CodeChange) throws -> Bool {
        let data = change.isLink ? try linkTarget(path) : try FileCall.read(path)
        guard let data else { throw Failure.objectMissing("\(change.path) in \(settings.target.short)") }
        let object = Data("blob \(data.count)\0".utf8) + data
        let hash = change.object.count == 64 ? Array(SHA256.hash(data: object)) : Array(Insecure.SHA1.hash(data: object))
        return Hexadecimal.text(hash) == change.object
    }

    private func linkTarget(_ path: String) throws -> Data? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        return count == -1 ? nil : Data(buffer[..<count])
    }

    /// Files whose line endings git converted: git hashes them back.
    private func verifyConverted(_ changes: [CodeChange]) async throws {
        guard !changes.isEmpty else { return }
        for change in changes {
            let result = try await git.require(
                ["--work-tree=\(paths.emptyTree)", "hash-object", "--stdin", "--path=\(change.path)"],
                to: "verify \(change.path)", input: FileCall.read("\(paths.checkout)/\(change.path)") ?? Data(),
                environment: ["GIT_INDEX_FILE": paths.index, "GIT_DIR": git.gitFolder])
            guard result.text.trimmed == change.object else {
                throw Failure.gitRefused(
                    what: "verify the target", why: "\(change.path) is damaged in git's store; run: git fsck")
            }
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
        let base = old.map { $0.st_mode & S_IFMT == S_IFREG ? $0.st_mode : folder.st_mode } ?? folder.st_mode
        let mode = (base & 0o666) | (change.isExecutable ? (base & 0o444) >> 2 : 0)
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
    private func materializeLFS() async throws -> Set<TreePath> {
        guard !settings.writes.isEmpty else { return [] }
        let found = try await git.filters(of: settings.writes.map(\.path.text), index: paths.index)
        var done: Set<TreePath> = []
        for (text, filter) in found {
            guard filter == "lfs", let path = TreePath(text) else {
                throw Failure.gitRefused(what: "write \(text)", why: "it goes through the filter \(filter), which lastgood does not run")
            }
            try LFSPointer.materialize("\(paths.checkout)/\(path)", store: "\(git.commonFolder)/lfs/objects")
            done.insert(path)
        }
        return done
    }
}
