import RollbackCore

/// One index file in memory. Its blobs stay the sorted bytes that they are in the file: a million of them are loaded in
/// the time it takes to look at them once, and found by a table of first bytes and a binary search.
struct IndexGeneration: Sendable {
    /// No pack is nearly as long as this, and sums of such are numbers still: 1 TiB.
    private static let mostBytes = 1 << 40

    let number: Int
    let replaces: [Int]
    let packs: [IndexedPack]
    /// How many blobs it knows.
    let count: Int
    private let bytes: [UInt8]
    private let start: Int
    /// For each first byte of an id, the number of the first entry with it or a larger one; 257 of them.
    private let fan: [Int]

    /// - Parameter path: of the file, for errors.
    /// - Throws: `SnapshotFailure.damaged` for what `IndexContents.encoded` never writes.
    init(_ bytes: [UInt8], number: Int, path: String) throws {
        var reader = ByteReader(bytes, path: path)
        let older = try reader.count(UInt32.self, ofSize: 8)
        replaces = try (0..<older).map { _ in try reader.whole() }
        let listed = try reader.count(UInt32.self, ofSize: IndexedPack.size)
        packs = try (0..<listed).map { _ in try Self.pack(&reader) }
        count = try reader.count(UInt32.self, ofSize: IndexEntry.size)
        start = reader.offset
        guard reader.left == count * IndexEntry.size else { throw reader.contents(at: reader.offset) }
        (self.bytes, self.number) = (bytes, number)
        fan = try Self.fan(bytes, start, count, packs: listed) { reader.contents(at: $0) }
    }

    private static func pack(_ reader: inout ByteReader) throws -> IndexedPack {
        let id = try reader.randomID()
        let bytes = try reader.whole()
        guard bytes <= mostBytes, let kind = BlobKind(rawValue: try reader.integer(UInt8.self)) else {
            throw reader.contents(at: reader.offset - 1)
        }
        return IndexedPack(id: id, bytes: bytes, kind: kind)
    }

    /// Looks at every entry once: sorted by id and pack, of a known pack, with places that can be.
    private static func fan(
        _ bytes: [UInt8], _ start: Int, _ count: Int, packs: Int, _ failure: (Int) -> Failure
    ) throws -> [Int] {
        try bytes.withUnsafeBytes { bytes in
            var fan: [Int] = []
            fan.reserveCapacity(257)
            var last: (BlobID, Int)?
            for number in 0..<count {
                let place = start + number * IndexEntry.size
                let id = BlobID(bytes, at: place)
                let pack = Int(value(bytes, place + BlobID.size, UInt32.self))
                if let last, last >= (id, pack) { throw failure(place) }
                guard isPossible(bytes, place, packs) else { throw failure(place) }
                while fan.count <= id.firstByte { fan.append(number) }
                last = (id, pack)
            }
            while fan.count <= 256 { fan.append(count) }
            return fan
        }
    }

    private static func isPossible(_ bytes: UnsafeRawBufferPointer, _ place: Int, _ packs: Int) -> Bool {
        let pack = Int(value(bytes, place + 32, UInt32.self))
        let length = Int(value(bytes, place + 56, UInt32.self))
        return pack < packs && Int(exactly: value(bytes, place + 36, UInt64.self)) != nil
            && length <= SegmentHeader.limit
    }

    private static func value<Integer: FixedWidthInteger & BitwiseCopyable>(
        _ bytes: UnsafeRawBufferPointer, _ place: Int, _ type: Integer.Type
    ) -> Integer {
        Integer(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: type))
    }

    /// Calls for each place of a blob until it is told that one is enough.
    /// - Returns: whether it was.
    func anyPlace(of id: BlobID, _ isEnough: (IndexedPack, () -> BlobPlace) -> Bool) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var number = lowest(id, bytes)
            while number < count, BlobID(bytes, at: start + number * IndexEntry.size) == id {
                let entry = Self.entry(bytes, start + number * IndexEntry.size)
                if isEnough(packs[entry.pack], { place(entry) }) { return true }
                number += 1
            }
            return false
        }
    }

    /// The number of the first entry whose id is not smaller.
    private func lowest(_ id: BlobID, _ bytes: UnsafeRawBufferPointer) -> Int {
        var (low, high) = (fan[id.firstByte], fan[id.firstByte + 1])
        while low < high {
            let middle = low + (high - low) / 2
            if BlobID(bytes, at: start + middle * IndexEntry.size) < id { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func place(_ entry: IndexEntry) -> BlobPlace {
        BlobPlace(pack: packs[entry.pack], segment: entry.segment, at: entry.at, length: entry.length)
    }

    /// Every entry, sorted by id.
    var entries: [IndexEntry] {
        bytes.withUnsafeBytes { bytes in
            (0..<count).map { Self.entry(bytes, start + $0 * IndexEntry.size) }
        }
    }

    /// Of bytes that were looked at by `fan`.
    private static func entry(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> IndexEntry {
        IndexEntry(
            id: BlobID(bytes, at: place), pack: Int(value(bytes, place + 32, UInt32.self)),
            segment: SegmentPlace(
                offset: Int(truncatingIfNeeded: value(bytes, place + 36, UInt64.self)),
                ordinal: value(bytes, place + 44, UInt64.self)),
            at: Int(value(bytes, place + 52, UInt32.self)), length: Int(value(bytes, place + 56, UInt32.self)))
    }
}
