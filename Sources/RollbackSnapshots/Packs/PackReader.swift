import Glibc
import RollbackCore
import RollbackFiles

/// Reads segments of one pack file, in any order.
final class PackReader {
    let path: String
    private let descriptor: Int32
    private let seal: PackSeal
    private let decompressor: ZstdDecompressor
    /// Bytes of the file.
    let size: Int

    /// - Throws: `SnapshotFailure.damaged` when there is no such file, or it is another pack's.
    init(_ path: String, pack: RandomID, keys: SnapshotKeys, decompressor: ZstdDecompressor) throws {
        self.path = path
        self.decompressor = decompressor
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor != -1 else {
            if errno == ENOENT { throw Failure.snapshot(.damaged(path: path, .missing)) }
            throw Failure.file(path: path, doing: "open", errno: errno)
        }
        do {
            var facts = stat()
            try FileCall.check(path, "look at") { fstat(descriptor, &facts) }
            (self.descriptor, size) = (descriptor, Int(facts.st_size))
            let header = try Self.bytes(descriptor, 0..<PackSeal.headerSize, path)
            guard header.starts(with: PackSeal.magic) else { throw Failure.snapshot(.damaged(path: path, .beginning)) }
            guard Array(header[8..<24]) == pack.bytes else { throw Failure.snapshot(.damaged(path: path, .place)) }
            seal = PackSeal(pack: pack, salt: Array(header[24...]), keys: keys)
        } catch {
            close(descriptor)
            throw error
        }
    }

    deinit { close(descriptor) }

    /// - Throws: `SnapshotFailure.damaged` when it is not the segment that was written in this place.
    func segment(_ place: SegmentPlace) throws -> Segment {
        let (header, body) = try opened(place)
        guard header.kind != nil else { throw damaged(.contents(at: place.offset)) }
        return try Segment(body, path: path)
    }

    /// Every segment in order, then the end.
    /// - Throws: `SnapshotFailure.damaged`, for a pack without its end with `.unfinished`; what `body` throws.
    func eachSegment(_ body: (SegmentPlace, BlobKind, Segment) throws -> Void) throws {
        var place = SegmentPlace(offset: PackSeal.headerSize, ordinal: 0)
        while place.offset < size {
            let (header, bytes) = try opened(place)
            guard let kind = header.kind else { return try checkEnd(place, header, bytes) }
            try body(place, kind, Segment(bytes, path: path))
            place.offset += header.segmentSize
            place.ordinal += 1
        }
        throw damaged(.unfinished)
    }

    /// Whether the pack ends where a pack of so many segments does.
    /// - Throws: `SnapshotFailure.damaged` when it does not.
    func checkEnd(segments: UInt64) throws {
        let place = SegmentPlace(offset: size - SegmentHeader.size - 4 - SegmentHeader.tagSize, ordinal: segments)
        guard place.offset >= PackSeal.headerSize else { throw damaged(.unfinished) }
        let (header, body) = try opened(place)
        guard header.kind == nil else { throw damaged(.unfinished) }
        try checkEnd(place, header, body)
    }

    private func checkEnd(_ place: SegmentPlace, _ header: SegmentHeader, _ body: [UInt8]) throws {
        var reader = ByteReader(body, path: path)
        guard try UInt64(reader.integer(UInt32.self)) == place.ordinal, reader.isAtEnd,
            place.offset + header.segmentSize == size
        else { throw damaged(.contents(at: place.offset)) }
    }

    private func opened(_ place: SegmentPlace) throws -> (SegmentHeader, [UInt8]) {
        let start = place.offset
        guard start >= 0, size - start >= SegmentHeader.size else { throw damaged(.short(at: start)) }
        let bytes = try Self.bytes(descriptor, start..<(start + SegmentHeader.size), path)
        guard let header = bytes.withUnsafeBytes({ SegmentHeader($0) }) else { throw damaged(.contents(at: start)) }
        guard size - start >= header.segmentSize else { throw damaged(.short(at: start)) }
        let sealed = try Self.bytes(
            descriptor, (start + SegmentHeader.size)..<(start + header.segmentSize), path)
        guard let plain = sealed.withUnsafeBytes({ seal.open($0, header, ordinal: place.ordinal) }) else {
            throw damaged(.authentication(at: start))
        }
        guard header.method == .zstd else { return (header, plain) }
        guard let body = decompressor.decompress(plain, size: header.raw) else {
            throw damaged(.contents(at: start))
        }
        return (header, body)
    }

    private func damaged(_ damage: SnapshotDamage) -> Failure { .snapshot(.damaged(path: path, damage)) }

    private static func bytes(_ descriptor: Int32, _ range: Range<Int>, _ path: String) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: range.count) { room, count in
            while count < range.count {
                let rest = UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(room)[count..<range.count])
                let read = try FileCall.check(path, "read") {
                    pread(descriptor, rest.baseAddress, rest.count, off_t(range.lowerBound + count))
                }
                if read == 0 { throw Failure.snapshot(.damaged(path: path, .short(at: range.lowerBound + count))) }
                count += read
            }
        }
    }
}
