package import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Parts of a snapshot that are no trees.
extension SnapshotWriter {
    /// Keeps everything that can be read from a file or pipe, to its end. Uncompressed, please: compressed dumps have
    /// nothing in common with each other. Whether the end was a good one only the caller knows.
    /// - Parameter name: of the part; also names the source in errors.
    package func put(stream descriptor: Int32, named name: String) throws -> SnapshotPart {
        try put(stream: descriptor, named: name, ending: 0).part
    }

    /// - Parameter ending: how many of the last bytes are wanted, for whoever knows a good end by them.
    package func put(
        stream descriptor: Int32, named name: String, ending: Int
    ) throws -> (part: SnapshotPart, ending: [UInt8]) {
        var last: [UInt8] = []
        let (blobs, bytes) = try put(content: { room in
            let count = try FileCall.check(name, "read") { read(descriptor, room.baseAddress, room.count) }
            last = (last + room[..<count].suffix(ending)).suffix(ending)
            return count
        })
        return (part(name, .stream, bytes: bytes, blobs), last)
    }

    /// Keeps a JSON value.
    package func put(facts: Data, named name: String) throws -> SnapshotPart {
        let blobs = facts.isEmpty ? [] : [try Array(facts).withUnsafeBytes { try put($0, .metadata) }]
        return part(name, .facts, bytes: facts.count, blobs)
    }

    /// Says that something is not in the snapshot.
    package func missing(_ name: String, why: String) -> SnapshotPart {
        var part = part(name, .missing, bytes: 0, [])
        part.why = why
        return part
    }

    func part(_ name: String, _ kind: SnapshotPart.Kind, bytes: Int, entries: Int = 0, _ blobs: [BlobID])
        -> SnapshotPart
    {
        SnapshotPart(
            name: name, kind: kind, bytes: bytes, entries: entries, digest: store.keys.digest(of: blobs), blobs: blobs)
    }
}
