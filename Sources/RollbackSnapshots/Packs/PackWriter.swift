import CRollbackSystem
import Glibc
import RollbackCore
import RollbackFiles

/// Writes one pack, and of metadata its copy. It counts only once `finish` has returned.
final class PackWriter {
    let id = RandomID.make()
    let kind: BlobKind
    private let folder: PackFolder
    private let seal: PackSeal
    private var files: [(path: String, descriptor: Int32)] = []
    /// After so many bytes the kernel is told to begin writing: 4 MiB.
    private static let stretch = 4 << 20
    /// Bytes written.
    private(set) var size = 0
    private var ordinal: UInt64 = 0

    init(_ kind: BlobKind, in folder: PackFolder, keys: SnapshotKeys) throws {
        (self.kind, self.folder) = (kind, folder)
        seal = PackSeal(pack: id, salt: SnapshotKeys.salt(), keys: keys)
        try folder.makeFolder(of: id)
        for path in folder.paths(of: id, kind) {
            let descriptor = try FileCall.check(path, "create") {
                open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            }
            files.append((path, descriptor))
        }
        try append(seal.header)
    }

    deinit {
        for file in files { close(file.descriptor) }
    }

    /// - Returns: where the segment stands.
    func write(_ body: SegmentBody) throws -> SegmentPlace { try write(body, kind) }

    /// Writes the end, and makes the pack durable.
    func finish() throws {
        var end = ByteWriter()
        end.integer(UInt32(truncatingIfNeeded: ordinal))
        _ = try write(SegmentBody(end.bytes, frame: nil), nil)
        for file in files {
            try FileCall.check(file.path, "make durable") { fsync(file.descriptor) }
        }
        try folder.sync(id)
    }

    private func write(_ body: SegmentBody, _ kind: BlobKind?) throws -> SegmentPlace {
        let plain = body.plain
        let header = SegmentHeader(kind: kind, method: body.method, raw: body.size, sealed: plain.count)
        let place = SegmentPlace(offset: size, ordinal: ordinal)
        try append(seal.seal(plain, header, ordinal: ordinal))
        ordinal += 1
        return place
    }

    private func append(_ bytes: [UInt8]) throws {
        for file in files {
            try bytes.withUnsafeBytes { try FileCall.write($0, to: file.descriptor, path: file.path) }
        }
        if (size + bytes.count) / Self.stretch > size / Self.stretch {
            for file in files { lg_begin_writeback(file.descriptor) }
        }
        size += bytes.count
    }
}

/// Where a segment stands in its pack: at which byte, and as which segment.
struct SegmentPlace: Hashable, Sendable {
    var offset: Int
    var ordinal: UInt64
}
