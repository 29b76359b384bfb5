import RollbackCore

/// Reads blobs by their ids. Files that lie side by side were put into one segment in that order, so the last segments
/// are kept open.
final class BlobSource {
    /// Segments kept: at most 8 of up to 16 MiB.
    private static let segments = 8
    private static let mostPacks = 64

    let index: StoreIndex
    private let folder: PackFolder
    private let keys: SnapshotKeys
    private let decompressor: ZstdDecompressor
    private var readers: [String: PackReader] = [:]
    private var recent: [(pack: RandomID, ordinal: UInt64, segment: Segment)] = []

    init(_ folder: PackFolder, index: StoreIndex, keys: SnapshotKeys) throws {
        (self.folder, self.index, self.keys) = (folder, index, keys)
        decompressor = try ZstdDecompressor()
    }

    /// - Throws: `SnapshotFailure.blobGone`, `.damaged`.
    func read(_ id: BlobID) throws -> [UInt8] { try withBlob(id) { Array($0) } }

    /// Lends a blob's bytes, which have been checked against its id.
    func withBlob<Result>(_ id: BlobID, _ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
        let (segment, range) = try find(id)
        return try segment.body.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }

    /// In the first of its places that is good.
    private func find(_ id: BlobID) throws -> (Segment, Range<Int>) {
        var first: Failure?
        for place in index.places(of: id) {
            do {
                return try checked(id, place)
            } catch let failure as Failure {
                first = first ?? failure
            }
        }
        throw first ?? gone(id)
    }

    private func checked(_ id: BlobID, _ place: BlobPlace) throws -> (Segment, Range<Int>) {
        let segment = try segment(place)
        let path = folder.path(of: place.pack.id)
        guard let range = segment.place(at: place.at, length: place.length) else {
            throw Failure.snapshot(.damaged(path: path, .place))
        }
        let actual = segment.body.withUnsafeBytes { keys.id(of: UnsafeRawBufferPointer(rebasing: $0[range])) }
        guard actual == id else { throw Failure.snapshot(.damaged(path: path, .blob(id.description))) }
        return (segment, range)
    }

    /// - Throws: `SnapshotFailure.blobGone`.
    func length(of id: BlobID) throws -> Int {
        guard let place = index.home(of: id, .data) else { throw gone(id) }
        return place.length
    }

    func digest(of part: SnapshotPart) -> BlobID { keys.digest(of: part.blobs) }

    /// Of several together.
    /// - Throws: `SnapshotFailure.blobGone`.
    func size(of ids: [BlobID]) throws -> Int { try ids.reduce(0) { try $0 + length(of: $1) } }

    private func gone(_ id: BlobID) -> Failure { .snapshot(.blobGone(id.description, store: folder.path)) }

    /// The bytes of several blobs, one after another.
    /// - Parameters:
    ///   - limit: how many there may be. Whoever has the key can name one blob many times.
    ///   - what: names them in errors.
    /// - Throws: `SnapshotFailure.damaged` for more, before any is read; `.blobGone`.
    func joined(_ ids: [BlobID], limit: Int, _ what: @autoclosure () -> String) throws -> [UInt8] {
        let size = try size(of: ids)
        guard size <= limit else {
            throw Failure.snapshot(.damaged(path: what(), .size(size, expected: limit)))
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        for id in ids { try withBlob(id) { bytes.append(contentsOf: $0) } }
        return bytes
    }

    private func segment(_ place: BlobPlace) throws -> Segment {
        let pack = place.pack.id
        if let known = recent.first(where: { $0.pack == pack && $0.ordinal == place.segment.ordinal }) {
            return known.segment
        }
        let segment = try SecondCopy.read(folder.path(of: pack)) { try reader($0, pack).segment(place.segment) }
        if recent.count == Self.segments { recent.removeLast() }
        recent.insert((pack, place.segment.ordinal, segment), at: 0)
        return segment
    }

    private func reader(_ path: String, _ pack: RandomID) throws -> PackReader {
        if let known = readers[path] { return known }
        if readers.count == Self.mostPacks { readers = [:] }
        let reader = try PackReader(path, pack: pack, keys: keys, decompressor: decompressor)
        readers[path] = reader
        return reader
    }
}
