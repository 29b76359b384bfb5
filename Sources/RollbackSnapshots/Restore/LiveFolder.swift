import Glibc
import RollbackCore
import RollbackFiles

/// Brings a folder that is in use back as a whole: made beside, with second links to what the snapshot knows nothing
/// of, and exchanged with the live one in one instant. What was there stays beside: programs may be working in it.
final class LiveFolder {
    private let live: LiveTree
    private let source: BlobSource
    private let staging: StagingFolder
    private let meta: MetadataSetting
    private let known: [[UInt8]: TreeEntry]
    /// Folders that should go and have something in them that is in no snapshot.
    private var stay = 0

    init(_ live: LiveTree, _ source: BlobSource) throws {
        (self.live, self.source) = (live, source)
        staging = try StagingFolder(for: live.root, replacing: true)
        meta = MetadataSetting(target: live.root)
        known = Dictionary(live.now.map { ($0.path, $0) }) { first, _ in first }
    }

    /// - Parameter entries: all of a tree, checked by `ListingRules`.
    func restore(_ entries: [TreeEntry]) throws -> LiveTree.Outcome {
        var outcome = LiveTree.Outcome()
        let databases = Set(entries.filter { $0.kind != .folder && live.isDatabase($0.path) }.map(\.path))
        outcome.left = databases.map { LiveTree.Left(path: $0, reason: .database) }
        let made = entries.filter { !databases.contains($0.path) }
        let making = EntryMaking(in: staging.folder, target: live.root, source: source)
        try making.makeNames(made, eachTime: live.stopIfAsked)
        let old = try OpenFolder.open(live.root)
        try SystemNumber.naming(live.root, "keep what the snapshot does not have") {
            try carry(old, to: staging.folder, [], Set(made.map(\.path)))
        }
        try making.setFolders(made)
        try live.stopIfAsked()
        outcome.aside = try staging.exchange()
        outcome.restored = made.count { entry in known[entry.path].map { !entry.isSame(as: $0) } ?? true }
        outcome.removed = live.goes.count - stay
        outcome.notes = making.notes + meta.notes
        return outcome
    }

    /// Second links to files, so that whoever has one open still has it; folders are made anew.
    private func carry(
        _ old: OpenFolder, to new: OpenFolder, _ prefix: [UInt8], _ made: Set<[UInt8]>
    ) throws {
        var names: [(name: [UInt8], isFolder: Bool)] = []
        try FolderNames.each(old) { name, _ in
            names.append((name, old.facts(name).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false))
        }
        for (name, isFolder) in names {
            try live.stopIfAsked()
            let (goes, isMade) = (live.goes.contains(prefix + name), made.contains(prefix + name))
            if isFolder {
                try carryFolder(name, old, to: new, prefix, made, isMade: isMade)
                if goes, unlinkat(new.descriptor, CName.of(name), AT_REMOVEDIR) != 0 { stay += 1 }
            } else if !isMade, !goes, linkat(old.descriptor, CName.of(name), new.descriptor, CName.of(name), 0) != 0 {
                throw SystemNumber(errno: errno)
            }
        }
    }

    private func carryFolder(
        _ name: [UInt8], _ old: OpenFolder, to new: OpenFolder, _ prefix: [UInt8], _ made: Set<[UInt8]>, isMade: Bool
    ) throws {
        let from = try old.folder(name).get()
        if !isMade, mkdirat(new.descriptor, CName.of(name), 0o700) != 0 { throw SystemNumber(errno: errno) }
        let into: OpenFolder
        switch new.folder(name) {
        case .success(let folder): into = folder
        // Something else of the snapshot's stands there.
        case .failure(let number) where [ENOTDIR, ELOOP].contains(number.errno):
            return try requireKnown(from, prefix + name)
        case .failure(let number): throw number
        }
        try carry(from, to: into, prefix + name + [UInt8(ascii: "/")], made)
        guard !isMade, let facts = from.facts else { return }
        let entry = TreeEntry(
            path: prefix + name, kind: .folder, facts: EntryFacts(facts),
            attributes: AttributeCalls.all(from.descriptor))
        try meta.set(entry, on: into)
    }

    /// What is in no snapshot, a database above all, is not dropped with its folder.
    private func requireKnown(_ folder: OpenFolder, _ path: [UInt8]) throws {
        var names: [[UInt8]] = []
        try FolderNames.each(folder) { name, _ in names.append(name) }
        for name in names {
            let below = path + [UInt8(ascii: "/")] + name
            guard let entry = known[below] else { throw SystemNumber(errno: ENOTEMPTY) }
            if entry.kind == .folder { try requireKnown(folder.folder(name).get(), below) }
        }
    }
}

extension SnapshotReader {
    /// Brings entries back into a tree that is in use, name by name; a database never.
    /// - Parameter entries: of `listing(of:)`, all or a selection.
    /// - Throws: `CancellationError` when it had to stop; `SnapshotFailure.hostile`, `.blobGone`, `.damaged`,
    ///   `.busy` while another process restores there; `Failure.file`. The same again finishes.
    package func restore(_ entries: [TreeEntry], over live: LiveTree) throws -> LiveTree.Outcome {
        try ListingRules.check(entries, length: source.length)
        return try LiveFiles(live, source).restore(entries)
    }

    /// The same with a whole folder, in one instant.
    package func restore(_ entries: [TreeEntry], exchanging live: LiveTree) throws -> LiveTree.Outcome {
        try ListingRules.check(entries, length: source.length)
        return try LiveFolder(live, source).restore(entries)
    }

    /// The entries that chosen paths need: themselves, what is in them, the folders above.
    /// - Throws: `SnapshotFailure.notInSnapshot`.
    package func selection(_ paths: [[UInt8]], of entries: [TreeEntry]) throws -> [TreeEntry] {
        try TreeSelection(paths).entries(of: entries)
    }
}
