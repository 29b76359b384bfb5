import CRollbackSystem
import Foundation
import Glibc
import RollbackFiles
import RollbackTestKit

@testable import RollbackSnapshots

/// A store, and a tree to keep in it.
struct TreePlace {
    let store: StorePlace
    var root: String { store.folder.file("tree") }
    var target: String { store.folder.file("restored") }
    /// Long after everything in the tree was made: no change is a recent one.
    let later = FileTime(seconds: FileTime.now().seconds + 1000, nanoseconds: 0)

    init() throws {
        store = try StorePlace()
        try FileCall.makeDirectory(root, mode: 0o755)
    }

    func path(_ name: String) -> String { "\(root)/\(name)" }

    func write(_ name: String, _ content: [UInt8], mode: mode_t = 0o644) throws {
        if let parent = FileCall.parent(of: path(name)) { try FileCall.makeDirectory(parent, mode: 0o755) }
        try AtomicFile.write(Data(content), to: path(name), mode: mode, durable: false)
        chmod(path(name), mode)
    }

    func write(_ name: String, _ content: String) throws { try write(name, Array(content.utf8)) }

    /// A snapshot of the tree; the previous one is the newest.
    @discardableResult
    func snapshot(
        now: FileTime? = nil, excludes: @escaping ([UInt8], Bool) -> Bool = { _, _ in false }
    ) throws -> (record: SnapshotRecord, tally: SnapshotTally, notes: [TreeNote]) {
        let previous = try part()
        let writer = try store.open().writer()
        let (part, notes) = try writer.put(
            tree: TreeRequest("code", root: root, previous: previous, now: now ?? later, excludes: excludes))
        let tally = writer.tally
        return (try writer.finish(SnapshotManifest(parts: [part])), tally, notes)
    }

    /// Of the newest snapshot.
    func part() throws -> SnapshotPart? {
        let reader = try store.open().reader()
        return try store.open().records().records.last.flatMap { try reader.manifest(of: $0).parts.first }
    }

    func listing() throws -> [TreeEntry] {
        try part().map { try store.open().reader().listing(of: $0) } ?? []
    }

    @discardableResult
    func restore(paths: [String]? = nil) throws -> [RestoreNote] {
        guard let part = try part() else { return [] }
        return try store.open().reader().restore(part, to: target, paths: paths?.map { Array($0.utf8) })
    }
}

/// Everything that can be told of one name, but for where it lies and when it was read or made.
struct Portrait: Hashable, CustomStringConvertible {
    var path: String
    var facts: [Int]
    var content: [UInt8]
    var attributes: [ExtendedAttribute]
    var holes: [FileHole]
    /// The first of the names of the same file.
    var firstName: String

    var description: String { "\(path) \(facts) \(content.count) bytes \(attributes.count) \(holes) \(firstName)" }

    /// The tree's root is the first.
    static func all(_ root: String) throws -> [Portrait] {
        var portraits: [Portrait] = []
        var first: [UInt64: String] = [:]
        try walk(root, "") { relative in
            let path = relative.isEmpty ? root : "\(root)/\(relative)"
            guard let facts = FileCall.facts(path) else { return }
            let name = first[UInt64(facts.st_ino)] ?? relative
            first[UInt64(facts.st_ino)] = name
            portraits.append(try portrait(path, relative, facts, name))
        }
        return portraits
    }

    private static func portrait(_ path: String, _ name: String, _ facts: stat, _ first: String) throws -> Portrait {
        var portrait = Portrait(
            path: name,
            facts: [
                Int(facts.st_mode), Int(facts.st_uid), Int(facts.st_gid), facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec,
                Int(facts.st_mode & S_IFMT == S_IFDIR ? 0 : facts.st_nlink),
                Int(facts.st_mode & S_IFMT == S_IFREG ? facts.st_size : 0),
            ], content: [], attributes: [], holes: [], firstName: first)
        switch facts.st_mode & S_IFMT {
        case S_IFLNK: portrait.content = FileCall.linkTarget(path).map { [UInt8]($0) } ?? []
        case S_IFREG, S_IFDIR:
            let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
            defer { close(descriptor) }
            portrait.attributes = AttributeCalls.all(descriptor)
            guard facts.st_mode & S_IFMT == S_IFREG else { break }
            portrait.content = try FileCall.read(path).map { [UInt8]($0) } ?? []
            portrait.holes = FileExtents(descriptor, facts).holes
        default: break
        }
        return portrait
    }

    private static func walk(_ root: String, _ relative: String, _ visit: (String) throws -> Void) throws {
        try visit(relative)
        let full = relative.isEmpty ? root : "\(root)/\(relative)"
        guard FileCall.facts(full).map({ $0.st_mode & S_IFMT == S_IFDIR }) == true else { return }
        for name in try FileCall.names(in: full) {
            try walk(root, relative.isEmpty ? name : "\(relative)/\(name)", visit)
        }
    }
}
