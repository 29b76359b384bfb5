/// Cuts content where the content itself says so, so that an insertion moves the cuts around it and no others.
///
/// FastCDC with normalized chunking of level 2 (Xia et al., USENIX ATC 2016): no cut below the smallest size, a mask of two
/// bits more than the mean needs up to the mean, one of two bits fewer above it. The masks are of the highest bits, which
/// the last 64 bytes all reach.
struct Chunker: Sendable {
    /// Sizes of chunks, in bytes; the mean is a power of two.
    struct Sizes: Sendable {
        var least: Int
        var mean: Int
        var most: Int

        /// Of files and streams.
        static let data = Sizes(least: 128 << 10, mean: 512 << 10, most: 2 << 20)
        /// Of listings and manifests: short, because one changed file makes a new chunk.
        static let metadata = Sizes(least: 16 << 10, mean: 64 << 10, most: 256 << 10)
    }

    let sizes: Sizes
    private let gear: [UInt64]
    private let strict: UInt64
    private let loose: UInt64

    /// - Parameter gear: 256 random words.
    init(_ sizes: Sizes, gear: [UInt64]) {
        (self.sizes, self.gear) = (sizes, gear)
        let bits = sizes.mean.trailingZeroBitCount
        strict = ~0 << UInt64(64 - bits - 2)
        loose = ~0 << UInt64(64 - bits + 2)
    }

    /// How long the first chunk is.
    /// - Parameter bytes: all that is left of the content, or at least as much as the largest chunk.
    func firstCut(_ bytes: UnsafeRawBufferPointer) -> Int {
        let end = min(bytes.count, sizes.most)
        guard end > sizes.least else { return end }
        let middle = min(end, sizes.mean)
        return gear.withUnsafeBufferPointer { gear in
            var print: UInt64 = 0
            return Self.cut(bytes, sizes.least..<middle, strict, gear, &print)
                ?? Self.cut(bytes, middle..<end, loose, gear, &print) ?? end
        }
    }

    /// - Returns: where the fingerprint first has no bit of the mask.
    private static func cut(
        _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ mask: UInt64, _ gear: UnsafeBufferPointer<UInt64>,
        _ print: inout UInt64
    ) -> Int? {
        var fingerprint = print
        for place in range {
            fingerprint = (fingerprint &<< 1) &+ gear[Int(bytes[place])]
            if fingerprint & mask == 0 { return place + 1 }
        }
        print = fingerprint
        return nil
    }
}
