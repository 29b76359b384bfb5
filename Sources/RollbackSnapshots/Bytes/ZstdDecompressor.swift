import CZstd
import RollbackCore

/// Gives the bodies back that `ZstdCompressor` made frames of.
final class ZstdDecompressor {
    private let context: OpaquePointer

    init() throws {
        guard let context = ZSTD_createDCtx() else {
            throw Failure.snapshot(.compressor(what: "make a decompression context"))
        }
        self.context = context
    }

    deinit { ZSTD_freeDCtx(context) }

    /// ZSTD_CONTENTSIZE_UNKNOWN of zstd.h: a frame need not say how long its body is.
    private static let untold = UInt64.max

    /// - Parameter size: how long the body is; no more than that is ever allocated or written.
    /// - Returns: nil when the bytes are not exactly one frame with a body of that size.
    func decompress(_ frame: [UInt8], size: Int) -> [UInt8]? {
        frame.withUnsafeBytes { frame in
            let told = ZSTD_getFrameContentSize(frame.baseAddress, frame.count)
            guard told == UInt64(size) || told == Self.untold,
                ZSTD_findFrameCompressedSize(frame.baseAddress, frame.count) == frame.count
            else { return nil }
            var isWhole = false
            let body = [UInt8](unsafeUninitializedCapacity: size) { room, count in
                let written = ZSTD_decompressDCtx(context, room.baseAddress, size, frame.baseAddress, frame.count)
                isWhole = written == size
                count = isWhole ? size : 0
            }
            return isWhole ? body : nil
        }
    }
}
