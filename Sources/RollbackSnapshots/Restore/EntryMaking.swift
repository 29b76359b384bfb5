import Glibc
import RollbackCore
import RollbackFiles

/// Makes the names of a listing below a folder that nobody else writes to, each new (`O_EXCL`) and none through a link.
final class EntryMaking {
    private let root: OpenFolder
    private let target: String
    private let source: BlobSource
    /// The folders above the last name, the root first: names that lie together need no new ones.
    private var open: [(path: [UInt8], folder: OpenFolder)]
    private let meta: MetadataSetting

    init(in root: OpenFolder, target: String, source: BlobSource) {
        (self.root, self.target, self.source) = (root, target, source)
        open = [([], root)]
        meta = MetadataSetting(target: target)
    }

    /// Attributes that the system does not let this user set.
    var notes: [RestoreNote] { meta.notes }

    /// - Parameter entries: checked by `ListingRules`.
    func make(_ entries: [TreeEntry]) throws {
        try makeNames(entries)
        try setFolders(entries)
    }

    /// Folders as they can be worked in; `setFolders` comes after everything that is put into them.
    func makeNames(_ entries: [TreeEntry], eachTime look: () throws -> Void = {}) throws {
        for entry in entries.dropFirst() {
            try look()
            let name = entry.path.suffix(from: (entry.path.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)
            try make(entry, in: folder(ListingRules.parent(of: entry.path)), as: CName.of(name))
        }
    }

    /// The deepest first: a folder's time changes with its entries, and its mode may close it.
    func setFolders(_ entries: [TreeEntry]) throws {
        for entry in entries.reversed() where entry.kind == .folder {
            try meta.set(entry, on: entry.path.isEmpty ? root : folder(entry.path))
        }
    }

    /// One of them, under any name. A hard link leads to where its first name is below the root.
    func make(_ entry: TreeEntry, in folder: OpenFolder, as name: [CChar]) throws {
        switch entry.kind {
        case .file: try makeFile(entry, folder, name)
        case .folder: try check(entry) { mkdirat(folder.descriptor, name, 0o700) }
        case .link:
            try check(entry) { symlinkat(CName.of(entry.target), folder.descriptor, name) }
            try meta.set(entry, name, in: folder)
        case .fifo:
            try check(entry) { mkfifoat(folder.descriptor, name, 0o600) }
            try meta.set(entry, name, in: folder)
        case .hardLink: try makeHardLink(entry, folder, name)
        }
    }

    private func makeFile(_ entry: TreeEntry, _ folder: OpenFolder, _ name: [CChar]) throws {
        let descriptor = try check(entry) {
            openat(folder.descriptor, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        }
        defer { close(descriptor) }
        var ranges = FileExtents.data(between: entry.holes, size: entry.facts.size)[...]
        for chunk in entry.chunks {
            try source.withBlob(chunk) { try write($0, &ranges, descriptor, entry) }
        }
        // A hole at the end.
        if let last = entry.holes.last, last.offset + last.length == entry.facts.size {
            try check(entry) { ftruncate(descriptor, off_t(entry.facts.size)) }
        }
        try meta.set(entry, on: descriptor)
    }

    /// Writes the next bytes of a file's data to where they belong.
    private func write(
        _ bytes: UnsafeRawBufferPointer, _ ranges: inout ArraySlice<Range<Int>>, _ descriptor: Int32,
        _ entry: TreeEntry
    ) throws {
        var rest = bytes
        while let range = ranges.first, !rest.isEmpty {
            let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(range.count))
            let count = try check(entry) {
                pwrite(descriptor, piece.baseAddress, piece.count, off_t(range.lowerBound))
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            ranges.removeFirst()
            if count < range.count { ranges.insert(range.dropFirst(count), at: ranges.startIndex) }
        }
    }

    private func makeHardLink(_ entry: TreeEntry, _ folder: OpenFolder, _ name: [CChar]) throws {
        let slash = entry.target.lastIndex(of: UInt8(ascii: "/")) ?? -1
        let first = try EntryMaking.reach(ListingRules.parent(of: entry.target), from: root, entry, target)
        try check(entry) {
            linkat(first.descriptor, CName.of(entry.target.suffix(from: slash + 1)), folder.descriptor, name, 0)
        }
    }

    /// The open folder of a path, from the nearest one above it that is open.
    private func folder(_ path: [UInt8]) throws -> OpenFolder {
        while let last = open.last, open.count > 1, last.path != path, !path.starts(with: last.path + [47]) {
            open.removeLast()
        }
        guard let nearest = open.last else { return root }
        if nearest.path == path { return nearest.folder }
        var (reached, folder) = nearest
        for name in path.dropFirst(nearest.path.count).split(separator: UInt8(ascii: "/")) {
            folder = try Self.step(Array(name), from: folder, target)
            reached += (reached.isEmpty ? [] : [UInt8(ascii: "/")]) + name
            open.append((reached, folder))
        }
        return folder
    }

    private static func reach(
        _ path: [UInt8], from root: OpenFolder, _ entry: TreeEntry, _ target: String
    ) throws -> OpenFolder {
        try path.split(separator: UInt8(ascii: "/")).reduce(root) { try step(Array($1), from: $0, target) }
    }

    private static func step(_ name: [UInt8], from folder: OpenFolder, _ target: String) throws -> OpenFolder {
        try SystemNumber.naming(target, "open a folder below") { try folder.folder(name).get() }
    }

    @discardableResult
    private func check<Result: SignedInteger>(_ entry: TreeEntry, _ call: () -> Result) throws -> Result {
        try FileCall.check("\(target)/\(entry.text)", "restore", call)
    }
}
