import RollbackCore
import Testing

@testable import RollbackSnapshots

struct BytesTests {
    @Test func whatIsWrittenIsRead() throws {
        var writer = ByteWriter()
        writer.integer(UInt8(7))
        writer.integer(UInt32(0x0403_0201))
        writer.integer(Int64(-2))
        try writer.short(Array("name".utf8), "a name")
        #expect(writer.bytes[1...4] == [1, 2, 3, 4])
        var reader = ByteReader(writer.bytes, path: "x")
        #expect(try reader.integer(UInt8.self) == 7)
        #expect(try reader.integer(UInt32.self) == 0x0403_0201)
        #expect(try reader.integer(Int64.self) == -2)
        #expect(try reader.array(reader.count(UInt16.self, ofSize: 1)) == Array("name".utf8))
        #expect(reader.isAtEnd)
    }

    @Test func nothingIsReadBeyondTheEnd() {
        var reader = ByteReader([255, 255, 255, 255], path: "x")
        #expect(throws: Failure.snapshot(.damaged(path: "x", .short(at: 0)))) { try reader.integer(UInt64.self) }
        #expect(throws: Failure.snapshot(.damaged(path: "x", .short(at: 0)))) {
            try reader.count(UInt32.self, ofSize: 32)
        }
        #expect(throws: Failure.self) { try reader.array(-1) }
        #expect(throws: Failure.self) { try reader.array(.max) }
    }

    @Test func aLongNameIsRefused() {
        var writer = ByteWriter()
        #expect(throws: Failure.snapshot(.tooLong("a name", bytes: 65_536, limit: 65_535))) {
            try writer.short([UInt8](repeating: 1, count: 65_536), "a name")
        }
    }

    @Test(arguments: [0, 1, 200, 256 << 10]) func compressedIsTheSame(size: Int) throws {
        var random = Seeded(UInt64(size))
        let body = random.bytes(size).map { $0 & 3 }
        guard let frame = try ZstdCompressor().compress(body) else { return #expect(size < 200) }
        let decompressor = try ZstdDecompressor()
        #expect(frame.count < body.count)
        #expect(decompressor.decompress(frame, size: size) == body)
        #expect(decompressor.decompress(frame, size: size - 1) == nil)
        #expect(decompressor.decompress(frame, size: size + 1) == nil)
        #expect(decompressor.decompress(frame + [0], size: size) == nil)
        #expect(decompressor.decompress(frame.dropLast(), size: size) == nil)
    }

    /// As `zstd` writes one that comes through a pipe.
    @Test func aFrameNeedNotSayHowLongItsBodyIs() throws {
        let frame: [UInt8] = [
            40, 181, 47, 253, 0, 72, 173, 0, 0, 112, 116, 104, 101, 32, 115, 97, 109, 101, 32, 108,
            105, 110, 101, 10, 1, 0, 31, 162, 154, 74,
        ]
        let body = [UInt8](String(repeating: "the same line\n", count: 40).utf8)
        let decompressor = try ZstdDecompressor()
        #expect(decompressor.decompress(frame, size: body.count) == body)
        for size in [body.count - 1, body.count + 1] { #expect(decompressor.decompress(frame, size: size) == nil) }
    }

    @Test func randomBytesAreStoredAsTheyAre() throws {
        var random = Seeded(1)
        #expect(try ZstdCompressor().compress(random.bytes(4096)) == nil)
    }
}
