import Glibc
import RollbackCore
import RollbackFiles

/// Goes over a tree once, in the order of its listing, and keeps what the store does not have.
struct TreeScan {
    /// File systems keep times in steps of up to 2 s, and clocks are not that exact either.
    private static let racyWindow: Int64 = 2

    private let content: any ContentTaking
    private let request: TreeRequest
    private let racy: FileTime
    private var previous: PreviousListing
    private(set) var listing = ListingWriter()
    private(set) var notes: [TreeNote] = []
    /// The first path of each file that has several.
    private var firstNames: [FileIdentity: [UInt8]] = [:]

    private struct FileIdentity: Hashable {
        var device: UInt64
        var inode: UInt64
    }

    init(_ request: TreeRequest, _ content: any ContentTaking) throws {
        (self.request, self.content) = (request, content)
        racy = FileTime(
            seconds: request.now.seconds - Self.racyWindow, nanoseconds: request.now.nanoseconds)
        let entries = try Self.previous(request, content.source)
        previous = PreviousListing(entries, index: content.source.index, racy: racy)
    }

    /// Where damage is known already, everything is read and nothing damaged is relied upon.
    private static func previous(_ request: TreeRequest, _ source: BlobSource) throws -> [TreeEntry] {
        do {
            return try request.previous.map(source.listing) ?? []
        } catch let failure as Failure where failure.isDamageOfStore && !source.index.suspects.isEmpty {
            return []
        }
    }

    /// - Throws: `Failure.file` when the root is no folder that can be read; what the store fails with.
    mutating func run() throws {
        let root = try OpenFolder.open(request.root)
        guard let facts = root.facts else {
            throw Failure.file(path: request.root, doing: "look at", errno: errno)
        }
        try add(folderEntry([], EntryFacts(facts), root), names: 1)
        try SystemNumber.naming(request.root, "list the folder") { try scan(root, below: []) }
    }

    private mutating func scan(_ folder: OpenFolder, below prefix: [UInt8]) throws {
        var entered: Set<[UInt8]> = []
        for step in try FolderNames(of: folder).steps {
            switch step {
            case .name(let name):
                if try visit(name, prefix + name, folder) { entered.insert(name) }
            case .contents(let name) where entered.contains(name):
                try enter(name, prefix + name, folder)
            case .contents: continue
            }
        }
    }

    private mutating func enter(_ name: [UInt8], _ path: [UInt8], _ folder: OpenFolder) throws {
        do {
            try scan(folder.folder(name).get(), below: path + [UInt8(ascii: "/")])
        } catch let number as SystemNumber where number.errno == EMFILE || number.errno == ENFILE {
            throw Failure.file(path: request.root, doing: "open a folder deep below", errno: number.errno)
        } catch let number as SystemNumber {
            // What stood there as a folder may be gone, or something else, by now.
            guard ![ENOENT, ENOTDIR, ELOOP].contains(number.errno) else { return }
            notes.append(TreeNote(path: path, what: .unreadable(number.errno)))
        }
    }

    /// - Returns: whether it is a folder to go into.
    private mutating func visit(_ name: [UInt8], _ path: [UInt8], _ folder: OpenFolder) throws -> Bool {
        guard let found = folder.facts(name) else { return false }
        let isFolder = found.st_mode & S_IFMT == S_IFDIR
        guard !request.excludes(path, isFolder) else { return false }
        do {
            guard let entry = try entry(name, path, found, folder) else { return false }
            try add(entry, names: found.st_nlink)
        } catch let number as SystemNumber {
            notes.append(TreeNote(path: path, what: .unreadable(number.errno)))
            return false
        }
        return isFolder
    }

    private mutating func entry(
        _ name: [UInt8], _ path: [UInt8], _ found: stat, _ folder: OpenFolder
    ) throws -> TreeEntry? {
        let facts = EntryFacts(found)
        guard let kind = Self.kind(found) else {
            notes.append(TreeNote(path: path, what: .special))
            return nil
        }
        if let link = hardLink(path, found, facts) { return link }
        if let known = previous.unchanged(path, kind, facts) { return known }
        switch kind {
        case .file: return try FileReading(content: content, folder: folder, name: name, path: path).entry()
        case .folder: return folderEntry(path, facts, try folder.folder(name).get())
        case .link:
            guard let target = folder.linkTarget(name) else { return nil }
            let attributes = AttributeCalls.all(name, in: folder)
            return TreeEntry(path: path, kind: .link, facts: facts, target: target, attributes: attributes)
        case .fifo, .hardLink:
            return TreeEntry(path: path, kind: kind, facts: facts, attributes: AttributeCalls.all(name, in: folder))
        }
    }

    private func folderEntry(_ path: [UInt8], _ facts: EntryFacts, _ folder: OpenFolder) -> TreeEntry {
        TreeEntry(path: path, kind: .folder, facts: facts, attributes: AttributeCalls.all(folder.descriptor))
    }

    private mutating func hardLink(_ path: [UInt8], _ found: stat, _ facts: EntryFacts) -> TreeEntry? {
        guard found.st_nlink > 1, found.st_mode & S_IFMT != S_IFDIR else { return nil }
        guard let first = firstNames[FileIdentity(device: facts.device, inode: facts.inode)] else { return nil }
        var link = TreeEntry(path: path, kind: .hardLink, facts: facts, target: first)
        link.facts.size = 0
        return link
    }

    private mutating func add(_ entry: TreeEntry, names: nlink_t) throws {
        var entry = entry
        if entry.changedWhileRead { notes.append(TreeNote(path: entry.path, what: .changedWhileRead)) }
        // A second change within one step of the clock would leave the same time: the next scan must look again.
        if entry.facts.changed >= racy { entry.facts.changed = .never }
        try listing.add(entry)
        guard names > 1, entry.kind != .folder, entry.kind != .hardLink else { return }
        firstNames[FileIdentity(device: entry.facts.device, inode: entry.facts.inode)] = entry.path
    }

    private static func kind(_ facts: stat) -> TreeEntry.Kind? {
        switch facts.st_mode & S_IFMT {
        case S_IFREG: .file
        case S_IFDIR: .folder
        case S_IFLNK: .link
        case S_IFIFO: .fifo
        default: nil
        }
    }
}
