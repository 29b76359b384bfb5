/// Cuts content that comes bit by bit, in one buffer that is used again for every file: twice the largest chunk.
final class ContentBuffer {
    /// Fills as much of the room as it likes; 0 is the end.
    typealias Source = (_ room: UnsafeMutableRawBufferPointer) throws -> Int

    private let chunker: Chunker
    private let buffer: UnsafeMutableRawBufferPointer

    init(_ chunker: Chunker) {
        self.chunker = chunker
        buffer = .allocate(byteCount: 2 * chunker.sizes.most, alignment: 64)
    }

    deinit { buffer.deallocate() }

    /// - Parameter chunk: gets one chunk after another, for as long as the call takes.
    /// - Returns: how many bytes there were.
    func cut(_ source: Source, chunk: (UnsafeRawBufferPointer) throws -> Void) throws -> Int {
        var (filled, total, isAtEnd) = (0, 0, false)
        repeat {
            while !isAtEnd, filled < buffer.count {
                let count = try source(UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
                isAtEnd = count == 0
                filled += count
            }
            var start = 0
            while filled - start >= chunker.sizes.most || isAtEnd && filled > start {
                let rest = UnsafeRawBufferPointer(rebasing: buffer[start..<filled])
                let length = chunker.firstCut(rest)
                try chunk(UnsafeRawBufferPointer(rebasing: rest[..<length]))
                start += length
            }
            total += start
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[start..<filled]))
            filled -= start
        } while !isAtEnd
        return total
    }
}
