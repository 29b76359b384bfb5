import Testing

@testable import RollbackSnapshots

struct ChunkerTests {
    private let chunker = Chunker(.metadata, gear: SnapshotKeys(master: StorePlace.key).gear())

    private func cuts(_ bytes: [UInt8]) -> [[UInt8]] {
        var (chunks, rest) = ([[UInt8]](), bytes[...])
        while !rest.isEmpty {
            let length = Array(rest).withUnsafeBytes { chunker.firstCut($0) }
            chunks.append(Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        return chunks
    }

    @Test func chunksAreWithinTheirSizesAndNearTheMean() {
        var random = Seeded(21)
        let bytes = random.bytes(8 << 20)
        let chunks = cuts(bytes)
        #expect(chunks.flatMap(\.self) == bytes)
        #expect(chunks.allSatisfy { $0.count <= 256 << 10 } && chunks.dropLast().allSatisfy { $0.count > 16 << 10 })
        let mean = bytes.count / chunks.count
        #expect(mean > 48 << 10 && mean < 96 << 10, "\(mean)")
    }

    @Test func anInsertionChangesOnlyTheChunksAroundIt() {
        var random = Seeded(22)
        var bytes = random.bytes(4 << 20)
        let before = Set(cuts(bytes))
        bytes.insert(contentsOf: [1, 2, 3], at: 2 << 20)
        let after = cuts(bytes)
        #expect(after.filter { !before.contains($0) }.count <= 3)
    }

    @Test func contentThatNeverSaysSoIsCutAtTheLargestSize() {
        let zeros = [UInt8](repeating: 0, count: 1 << 20)
        #expect(cuts(zeros).count >= 4 && cuts(zeros).flatMap(\.self) == zeros)
    }

    @Test(arguments: [0, 1, 1000, 100_000]) func aBufferCutsAsTheWholeDoes(piece: Int) throws {
        var random = Seeded(23)
        let bytes = random.bytes(piece == 1 ? 70_000 : 1 << 20)
        var (rest, chunks) = (bytes[...], [[UInt8]]())
        let count = try ContentBuffer(chunker).cut { room in
            let taken = rest.prefix(min(room.count, piece == 0 ? .max : piece))
            room.copyBytes(from: taken)
            rest = rest.dropFirst(taken.count)
            return taken.count
        } chunk: {
            chunks.append(Array($0))
        }
        #expect(count == bytes.count)
        #expect(chunks == cuts(bytes))
    }
}
