import RollbackCore

/// What makes a list of entries a tree that can be made below one folder and nowhere else. Asked before anything is
/// written: whoever has the key can write any listing.
struct ListingRules {
    private static let slash = UInt8(ascii: "/")
    /// NAME_MAX and PATH_MAX of limits.h. A whole path may be longer: it is followed name by name.
    private static let mostName = 255
    private static let mostTarget = 4095

    /// Of every folder, and of what a hard link names: to remember every path took as long as all else together.
    private var kinds: [[UInt8]: TreeEntry.Kind] = [:]
    private let linked: Set<[UInt8]>
    private var last: [UInt8]?
    /// The folder of the last entry: most lie beside each other.
    private var lastFolder: [UInt8] = []
    /// How long a blob is; throws where there is none.
    private let length: (BlobID) throws -> Int

    private init(_ entries: [TreeEntry], length: @escaping (BlobID) throws -> Int) {
        self.length = length
        linked = Set(entries.filter { $0.kind == .hardLink }.map(\.target))
    }

    /// - Throws: `SnapshotFailure.hostile` with the first entry that breaks a rule; what `length` throws.
    static func check(_ entries: [TreeEntry], length: @escaping (BlobID) throws -> Int) throws {
        guard let root = entries.first, root.path.isEmpty, root.kind == .folder else {
            throw Failure.snapshot(.hostile(entry: entries.first?.text ?? "", .root))
        }
        var rules = ListingRules(entries, length: length)
        for entry in entries {
            if let fault = try rules.fault(entry) { throw Failure.snapshot(.hostile(entry: entry.text, fault)) }
        }
    }

    private mutating func fault(_ entry: TreeEntry) throws -> ListingFault? {
        if let last {
            guard Self.isBelow(entry.path) else { return .path }
            guard ByteOrder.precedes(last, entry.path) else { return .order }
            guard isInFolder(entry.path) else { return .parent }
        }
        last = entry.path
        if entry.kind == .folder || linked.contains(entry.path) { kinds[entry.path] = entry.kind }
        guard try isLinked(entry) else { return .link }
        guard entry.attributes.allSatisfy({ !$0.name.isEmpty && !$0.name.contains(0) }) else { return .path }
        return try contentFault(entry)
    }

    private mutating func isInFolder(_ path: [UInt8]) -> Bool {
        let parent = Self.parent(of: path)
        if parent != lastFolder {
            guard kinds[parent] == .folder else { return false }
            lastFolder = parent
        }
        return true
    }

    /// Components that are names, and nothing else.
    static func isBelow(_ path: [UInt8]) -> Bool {
        guard !path.contains(0) else { return false }
        return path.split(separator: slash, omittingEmptySubsequences: false).allSatisfy {
            !$0.isEmpty && $0.count <= mostName && !$0.elementsEqual([46]) && !$0.elementsEqual([46, 46])
        }
    }

    static func parent(of path: [UInt8]) -> [UInt8] { path.lastIndex(of: slash).map { Array(path[..<$0]) } ?? [] }

    private func isLinked(_ entry: TreeEntry) throws -> Bool {
        switch entry.kind {
        case .file, .folder, .fifo: entry.target.isEmpty
        case .link: !entry.target.isEmpty && !entry.target.contains(0) && entry.target.count <= Self.mostTarget
        case .hardLink: [.file, .link, .fifo].contains(kinds[entry.target])
        }
    }

    private func contentFault(_ entry: TreeEntry) throws -> ListingFault? {
        guard entry.kind == .file else {
            return entry.chunks.isEmpty && entry.holes.isEmpty && entry.facts.size == 0 ? nil : .size
        }
        var (end, empty) = (0, 0)
        for hole in entry.holes {
            guard hole.length > 0, hole.offset > end || hole.offset == 0 && end == 0, hole.offset <= entry.facts.size,
                hole.length <= entry.facts.size - hole.offset
            else { return .holes }
            end = hole.offset + hole.length
            empty += hole.length
        }
        var content = 0
        for chunk in entry.chunks { content += try length(chunk) }
        return content == entry.facts.size - empty ? nil : .size
    }
}
