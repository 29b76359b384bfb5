import CZstd
import RollbackCore
import Synchronization

/// Compresses one body after another into a zstd frame each (RFC 8878), with one context for all of them.
final class ZstdCompressor: Sendable {
    /// The quickest of the ordinary levels.
    private static let level: Int32 = 1

    /// One body at a time.
    private let context: Mutex<Context>

    private struct Context: ~Copyable {
        let pointer: OpaquePointer

        init() throws {
            guard let pointer = ZSTD_createCCtx() else {
                throw Failure.snapshot(.compressor(what: "make a compression context"))
            }
            self.pointer = pointer
        }

        deinit { ZSTD_freeCCtx(pointer) }

        func compress(_ body: [UInt8]) -> [UInt8] {
            let bound = ZSTD_compressBound(body.count)
            return [UInt8](unsafeUninitializedCapacity: bound) { room, count in
                let size = body.withUnsafeBytes {
                    ZSTD_compressCCtx(pointer, room.baseAddress, bound, $0.baseAddress, $0.count, level)
                }
                count = ZSTD_isError(size) == 0 ? size : 0
            }
        }
    }

    init() throws { context = try Mutex(Context()) }

    /// - Returns: nil when the frame would be no smaller than the body.
    func compress(_ body: [UInt8]) -> [UInt8]? {
        let frame = context.withLock { $0.compress(body) }
        return frame.isEmpty || frame.count >= body.count ? nil : frame
    }
}
