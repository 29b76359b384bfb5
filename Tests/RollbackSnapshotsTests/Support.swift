import Crypto
import Foundation
import Glibc
import RollbackCore
import RollbackFiles
import RollbackTestKit
import Testing

@testable import RollbackSnapshots

/// A store in a folder of its own.
struct StorePlace {
    static let key = SymmetricKey(data: (0..<32).map { UInt8($0) })

    let folder: ScratchFolder
    var path: String { folder.file("store") }

    init() throws {
        folder = try ScratchFolder()
        _ = try SnapshotStore.create(path, key: Self.key)
    }

    func open() throws -> SnapshotStore { try SnapshotStore.open(path, key: Self.key) }

    /// A snapshot of some streams.
    @discardableResult
    func snapshot(_ streams: [String: [UInt8]]) throws -> SnapshotRecord {
        let writer = try open().writer()
        let parts = try streams.sorted { $0.key < $1.key }.map { name, bytes in try writer.stream(bytes, named: name) }
        return try writer.finish(SnapshotManifest(parts: parts))
    }

    /// What the streams of the newest snapshot hold.
    func streams(of record: SnapshotRecord? = nil) throws -> [String: [UInt8]] {
        let reader = try open().reader()
        let newest = try #require(try record ?? open().records().records.last)
        let parts = try reader.manifest(of: newest).parts
        return try Dictionary(uniqueKeysWithValues: parts.map { ($0.name, try $0.blobs.flatMap(reader.read)) })
    }

    /// The files of the store below its folder, sorted.
    func files() throws -> [String] {
        var files: [String] = []
        try TreeWalk.walk(path, enter: { _ in true }) { path, _, isFolder in if !isFolder { files.append(path) } }
        return files.sorted()
    }

    func bytes(_ file: String) throws -> [UInt8] { try [UInt8](#require(try FileCall.read("\(path)/\(file)"))) }
    func replace(_ file: String, _ bytes: [UInt8]) throws {
        try AtomicFile.write(Data(bytes), to: "\(path)/\(file)", durable: false)
    }
}

extension SnapshotWriter {
    func stream(_ bytes: [UInt8], named name: String) throws -> SnapshotPart {
        var rest = bytes[...]
        let (blobs, count) = try put(content: { room in
            let piece = rest.prefix(min(room.count, 100_000))
            room.copyBytes(from: piece)
            rest = rest.dropFirst(piece.count)
            return piece.count
        })
        return part(name, .stream, bytes: count, blobs)
    }

    func finish(_ manifest: SnapshotManifest) throws -> SnapshotRecord {
        try finish(manifest, reason: "test", taken: "2026-11-26T05:00:00Z", program: "0.1.0")
    }
}

/// Random numbers that come again: SplitMix64 (Steele et al., OOPSLA 2014). Its seed is printed with what fails.
struct Seeded: RandomNumberGenerator {
    let seed: UInt64
    private var state: UInt64

    init(_ seed: UInt64) { (self.seed, state) = (seed, seed) }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { room, written in
            for place in 0..<count { room[place] = UInt8(truncatingIfNeeded: next() >> 24) }
            written = count
        }
    }
}

/// The failures that damage may come out as: it is noticed, and nothing else goes wrong.
func isDamage(_ error: any Error) -> Bool {
    switch error {
    case Failure.snapshot(.damaged), Failure.snapshot(.blobGone), Failure.snapshot(.otherKey),
        Failure.snapshot(.noStore), Failure.stateFromNewerVersion:
        true
    default: false
    }
}
