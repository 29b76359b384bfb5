import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles
import RollbackSnapshots

/// Brings parts of a snapshot back beside what is there.
struct SnapshotRestoring: Sendable {
    let platform: Platform
    let progress: StepProgress

    /// - Parameters:
    ///   - parts: their names; empty: all that are there.
    ///   - paths: of the one part that is named; empty: all of it.
    /// - Returns: what was restored, and the folder.
    func restore(
        _ sequence: Int, to folder: String, parts: [String], paths: [String]
    ) async throws -> (names: [String], place: String) {
        let store = try platform.snapshotStore()
        let progress = progress
        return try await BlockingWork.run {
            let reader = try store.reader()
            let wanted = try Self.chosen(parts, of: reader.manifest(of: reader.record(sequence)))
            try FileCall.makeDirectory(folder)
            let place = FileCall.realPath(folder) ?? folder
            for part in wanted { try Self.refuseOccupied("\(place)/\(Self.name(part))") }
            for part in wanted {
                progress(.doing("restoring \(part.name)"))
                try Self.restore(part, reader, to: "\(place)/\(Self.name(part))", paths: paths, progress)
            }
            return (wanted.map(\.name), place)
        }
    }

    private static func chosen(_ names: [String], of manifest: SnapshotManifest) throws -> [SnapshotPart] {
        let there = manifest.parts.filter { $0.kind != .missing }
        guard !names.isEmpty else { return there }
        return try names.map { name in
            guard let part = there.first(where: { $0.name == name }) else {
                throw Failure.snapshot(.notInSnapshot(name))
            }
            return part
        }
    }

    private static func name(_ part: SnapshotPart) -> String { part.kind == .facts ? "\(part.name).json" : part.name }

    /// Before the first part is written: nothing is half done.
    private static func refuseOccupied(_ path: String) throws {
        guard FileCall.facts(path) == nil else { throw Failure.snapshot(.occupied(path: path)) }
    }

    private static func restore(
        _ part: SnapshotPart, _ reader: SnapshotReader, to path: String, paths: [String], _ progress: StepProgress
    ) throws {
        switch part.kind {
        case .tree:
            let notes = try reader.restore(part, to: path, paths: paths.isEmpty ? nil : paths.map { Array($0.utf8) })
            for note in notes {
                let name = String(decoding: note.path, as: UTF8.self)
                progress(.warning("\(name): \(String(decoding: note.attribute, as: UTF8.self)) could not be set"))
            }
        case .stream: try stream(part, reader, to: path)
        case .facts: try AtomicFile.write(try reader.facts(part), to: path)
        case .missing: break
        }
    }

    private static func stream(_ part: SnapshotPart, _ reader: SnapshotReader, to path: String) throws {
        let draft = "\(path).new"
        let descriptor = try FileCall.check(draft, "create") {
            open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        }
        do {
            defer { close(descriptor) }
            try reader.write(part, to: descriptor, path: draft)
            try FileCall.check(draft, "make durable") { fsync(descriptor) }
            try FileCall.check(path, "put in place") { rename(draft, path) }
        } catch {
            unlink(draft)
            throw error
        }
        if let folder = FileCall.parent(of: path) { try FileCall.syncDirectory(folder) }
    }
}
