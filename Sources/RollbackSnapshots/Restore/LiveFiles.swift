import CRollbackSystem
import Glibc
import RollbackCore
import RollbackFiles

/// Brings entries back into a tree that is in use, name by name. All are made in a folder of the same root and made
/// durable there; then each is renamed over what it replaces. Killed at any instant, every name is the old one or the
/// new one, and the same restore again finishes.
final class LiveFiles {
    private let live: LiveTree
    private let root: OpenFolder
    private let staging: StagingFolder
    private let making: EntryMaking
    private let meta: MetadataSetting
    private let known: [[UInt8]: TreeEntry]
    private var outcome = LiveTree.Outcome()
    /// The folder of the last name: most lie beside each other.
    private var last: (path: [UInt8], folder: OpenFolder)

    init(_ live: LiveTree, _ source: BlobSource) throws {
        self.live = live
        root = try OpenFolder.open(live.root)
        staging = try StagingFolder(for: "\(live.root)/live", replacing: true)
        making = EntryMaking(in: staging.folder, target: live.root, source: source)
        meta = MetadataSetting(target: live.root)
        known = Dictionary(live.now.map { ($0.path, $0) }) { first, _ in first }
        last = ([], root)
    }

    /// - Parameter entries: checked by `ListingRules`.
    func restore(_ entries: [TreeEntry]) throws -> LiveTree.Outcome {
        let changes = differing(entries)
        for (number, entry) in changes.enumerated() where entry.kind != .folder && entry.kind != .hardLink {
            try live.stopIfAsked()
            try making.make(entry, in: staging.folder, as: Self.name(number))
        }
        try sync(staging.folder)
        try remove(live.goes)
        for (number, entry) in changes.enumerated() {
            try live.stopIfAsked()
            if try place(entry, Self.name(number)) { outcome.restored += 1 }
        }
        // The deepest first: a folder's time changes with its entries, and its mode may close it.
        for entry in changes.reversed() where entry.kind == .folder {
            if let folder = try folder(entry.path) { try meta.set(entry, on: folder) }
        }
        try sync(root)
        outcome.notes = making.notes + meta.notes
        return outcome
    }

    /// What is not there as it was; the other names of a file that becomes another one, too.
    private func differing(_ entries: [TreeEntry]) -> [TreeEntry] {
        var rewritten: Set<[UInt8]> = []
        return entries.filter { entry in
            let isSame = known[entry.path].map(entry.isSame) ?? false
            guard !isSame || entry.kind == .hardLink && rewritten.contains(entry.target) else { return false }
            rewritten.insert(entry.path)
            return true
        }
    }

    private static func name(_ number: Int) -> [CChar] { CName.of("\(number)".utf8) }

    private func sync(_ folder: OpenFolder) throws {
        let outcome = lg_syncfs(folder.descriptor)
        if outcome != 0 { throw Failure.file(path: live.root, doing: "make durable", errno: -outcome) }
    }

    // One name

    /// - Returns: whether it is in place.
    private func place(_ entry: TreeEntry, _ staged: [CChar]) throws -> Bool {
        if entry.path.isEmpty { return true }
        guard let folder = try folder(ListingRules.parent(of: entry.path)) else { return leave(entry.path, .changed) }
        let name = Self.lastName(entry.path)
        guard isAsKnown(entry.path, folder.facts(name)) else { return leave(entry.path, .changed) }
        let isFolder = folder.facts(name).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
        if entry.kind == .folder { return try isFolder || makeFolder(entry, name, in: folder) }
        if isFolder, unlinkat(folder.descriptor, CName.of(name), AT_REMOVEDIR) != 0 {
            return leave(entry.path, .folder)
        }
        guard !live.isDatabase(entry.path) else { return leave(entry.path, .database) }
        if entry.kind == .hardLink, try !link(entry, staged) { return leave(entry.path, .changed) }
        try rename(staged, entry, CName.of(name), in: folder)
        return true
    }

    private static func lastName(_ path: [UInt8]) -> [UInt8] {
        Array(path.suffix(from: (path.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1))
    }

    private func leave(_ path: [UInt8], _ reason: LiveTree.Reason) -> Bool {
        outcome.left.append(LiveTree.Left(path: path, reason: reason))
        return false
    }

    /// Whether it is what the snapshot has kept that was taken before. What else changed is of no content.
    private func isAsKnown(_ path: [UInt8], _ facts: stat?) -> Bool {
        guard let facts else { return known[path] == nil }
        guard let entry = known[path] else { return false }
        let now = EntryFacts(facts)
        if facts.st_mode & S_IFMT == S_IFDIR { return entry.kind == .folder }
        return now.device == entry.facts.device && now.inode == entry.facts.inode
            && now.modified == entry.facts.modified && (entry.kind == .hardLink || now.size == entry.facts.size)
    }

    private func makeFolder(_ entry: TreeEntry, _ name: [UInt8], in folder: OpenFolder) throws -> Bool {
        if folder.facts(name) != nil {
            guard !live.isDatabase(entry.path) else { return leave(entry.path, .database) }
            try check(entry) { unlinkat(folder.descriptor, CName.of(name), 0) }
        }
        try check(entry) { mkdirat(folder.descriptor, CName.of(name), 0o700) }
        return true
    }

    /// To what the first name of the file is by now.
    /// - Returns: false where that is not what it was.
    private func link(_ entry: TreeEntry, _ staged: [CChar]) throws -> Bool {
        guard !outcome.left.contains(where: { $0.path == entry.target }),
            let first = try folder(ListingRules.parent(of: entry.target))
        else { return false }
        let name = CName.of(Self.lastName(entry.target))
        if linkat(first.descriptor, name, staging.folder.descriptor, staged, 0) == 0 { return true }
        guard errno != ENOENT else { return false }
        throw Failure.file(path: "\(live.root)/\(entry.text)", doing: "link", errno: errno)
    }

    private func rename(_ staged: [CChar], _ entry: TreeEntry, _ name: [CChar], in folder: OpenFolder) throws {
        if renameat(staging.folder.descriptor, staged, folder.descriptor, name) == 0 { return }
        guard errno == EXDEV, entry.kind != .hardLink else {
            throw Failure.file(path: "\(live.root)/\(entry.text)", doing: "put in place", errno: errno)
        }
        // A folder of the tree is another file system: it is made beside there.
        let beside = CName.of(".lastgood-restore-file".utf8)
        unlinkat(folder.descriptor, beside, 0)
        try making.make(entry, in: folder, as: beside)
        try sync(folder)
        try check(entry) { renameat(folder.descriptor, beside, folder.descriptor, name) }
    }

    // What the snapshot does not have

    private func remove(_ paths: Set<[UInt8]>) throws {
        for entry in live.now.reversed() where paths.contains(entry.path) && !entry.path.isEmpty {
            try live.stopIfAsked()
            let name = Self.lastName(entry.path)
            guard let folder = try folder(ListingRules.parent(of: entry.path)), let facts = folder.facts(name) else {
                continue
            }
            let isFolder = facts.st_mode & S_IFMT == S_IFDIR
            guard isFolder || !live.isDatabase(entry.path) else { continue }
            guard isAsKnown(entry.path, facts) else {
                _ = leave(entry.path, .changed)
                continue
            }
            // A folder with something in it that is in no snapshot stays.
            if unlinkat(folder.descriptor, CName.of(name), isFolder ? AT_REMOVEDIR : 0) == 0 { outcome.removed += 1 }
        }
        last = ([], root)
    }

    // Folders

    /// - Returns: nil where there is none, or a link to one.
    private func folder(_ path: [UInt8]) throws -> OpenFolder? {
        if path == last.path { return last.folder }
        var folder = root
        for name in path.split(separator: UInt8(ascii: "/")) {
            switch folder.folder(Array(name)) {
            case .success(let next): folder = next
            case .failure(let number) where [ENOENT, ENOTDIR, ELOOP].contains(number.errno): return nil
            case .failure(let number):
                throw Failure.file(path: live.root, doing: "open a folder below", errno: number.errno)
            }
        }
        last = (path, folder)
        return folder
    }

    private func check(_ entry: TreeEntry, _ call: () -> Int32) throws {
        try FileCall.check("\(live.root)/\(entry.text)", "restore", call)
    }
}
