import CRollbackSystem
import Glibc
import RollbackCore
import RollbackFiles

/// A folder beside the target in which a tree is made before it appears. It is locked while it is made: one that is not
/// is what a crash has left, and is removed.
final class StagingFolder {
    let folder: OpenFolder
    /// For messages.
    let target: String
    private let parent: OpenFolder
    private let name: [UInt8]
    private let staging: [UInt8]
    private var isPlaced = false

    /// - Parameters:
    ///   - target: absent, or an empty folder; the folder above it must be there.
    ///   - isReplacing: the target is a folder that may be anything, and is exchanged in the end.
    /// - Throws: `SnapshotFailure.occupied`, `.busy`; `Failure.file`.
    init(for target: String, replacing isReplacing: Bool = false) throws {
        self.target = target
        let path = target.hasSuffix("/") && target != "/" ? String(target.dropLast()) : target
        let above = FileCall.parent(of: path) ?? (path.hasPrefix("/") ? "/" : ".")
        name = Array((path.split(separator: "/").last.map(String.init) ?? path).utf8)
        staging = Array(".lastgood-restore-".utf8) + name.prefix(200)
        parent = try OpenFolder.open(above)
        if !isReplacing { try Self.checkFree(parent, name, target) }
        try Self.clear(parent, staging, target)
        let (place, name) = (parent.descriptor, CName.of(staging))
        try FileCall.check(target, "make a folder beside") { mkdirat(place, name, 0o700) }
        folder = try Self.opened(parent, staging, target)
        guard flock(folder.descriptor, LOCK_EX | LOCK_NB) == 0 else { throw Failure.snapshot(.busy(path: target)) }
    }

    deinit {
        // What cannot be removed now is by the next one.
        if !isPlaced { try? TreeRemoval.remove(staging, in: parent) }
    }

    private static func opened(_ parent: OpenFolder, _ name: [UInt8], _ target: String) throws -> OpenFolder {
        try SystemNumber.naming(target, "open the folder beside") { try parent.folder(name).get() }
    }

    private static func checkFree(_ parent: OpenFolder, _ name: [UInt8], _ target: String) throws {
        guard parent.facts(name) != nil else { return }
        let isEmpty = try SystemNumber.naming(target, "look into") {
            guard case .success(let folder) = parent.folder(name) else { return false }
            return try FolderNames(of: folder).steps.isEmpty
        }
        guard isEmpty else { throw Failure.snapshot(.occupied(path: target)) }
    }

    private static func clear(_ parent: OpenFolder, _ staging: [UInt8], _ target: String) throws {
        guard case .success(let left) = parent.folder(staging) else { return }
        guard flock(left.descriptor, LOCK_EX | LOCK_NB) == 0 else { throw Failure.snapshot(.busy(path: target)) }
        try SystemNumber.naming(target, "remove what a crash left beside") {
            try TreeRemoval.remove(staging, in: parent)
        }
    }

    /// Makes everything in it durable, then exchanges it with the target in one instant.
    /// - Returns: where what was the target is now: the next restore to the same place removes it.
    func exchange() throws -> String {
        let outcome = lg_syncfs(folder.descriptor)
        if outcome != 0 { throw Failure.file(path: target, doing: "make durable", errno: -outcome) }
        let exchanged = lg_rename_exchange(
            parent.descriptor, CName.of(staging), parent.descriptor, CName.of(name))
        if exchanged != 0 { throw Failure.file(path: target, doing: "exchange", errno: -exchanged) }
        isPlaced = true
        try FileCall.check(target, "make the folder above durable") { fsync(parent.descriptor) }
        let above = FileCall.parent(of: target) ?? "/"
        return "\(above)/\(String(decoding: staging, as: UTF8.self))"
    }

    /// Makes everything in it durable with one call, then puts it in the target's place in one instant. The kernel
    /// refuses to put it over anything but an empty folder (rename(2)).
    func place() throws {
        let outcome = lg_syncfs(folder.descriptor)
        if outcome != 0 { throw Failure.file(path: target, doing: "make durable", errno: -outcome) }
        if renameat(parent.descriptor, CName.of(staging), parent.descriptor, CName.of(name)) != 0 {
            if [ENOTEMPTY, EEXIST, ENOTDIR].contains(errno) { throw Failure.snapshot(.occupied(path: target)) }
            throw Failure.file(path: target, doing: "put in place", errno: errno)
        }
        isPlaced = true
        try FileCall.check(target, "make the folder above durable") { fsync(parent.descriptor) }
    }
}
