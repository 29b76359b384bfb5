import FoundationEssentials
import RollbackFiles

/// How far the sampled verification has come: the last pack that was read, in the order of ids. Kept in the store's file
/// `scrub`; without it, or when it is not understood, the next run begins at the first pack.
struct ScrubCursor {
    let path: String

    func read() -> RandomID? {
        guard let data = try? FileCall.read(path) else { return nil }
        return RandomID(String(decoding: data, as: UTF8.self))
    }

    func write(_ id: RandomID) throws { try AtomicFile.write(Data(id.description.utf8), to: path) }

    /// The next packs behind the cursor, round and round: as many as must be read for all to be within so many runs.
    static func next(_ packs: [RandomID], after cursor: RandomID?, runs: Int) -> [RandomID] {
        let sorted = packs.sorted()
        let count = (sorted.count + max(1, runs) - 1) / max(1, runs)
        let start = cursor.flatMap { cursor in sorted.firstIndex { $0 > cursor } } ?? 0
        return Array((sorted[start...] + sorted[..<start]).prefix(count))
    }
}
