import CZstd
import RollbackCore
import Synchronization

/// Compresses one body after another into a zstd frame each (RFC 8878), with one context for all of them.
final class ZstdCompressor: Sendable {
    enum Effort: Int32, Sendable {
        /// The quickest of the ordinary levels.
        case ordinary = 1
        /// Half as much time, a third more room (`zstd --fast=1`).
        case hurried = -1
    }

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

        func compress(_ body: [UInt8], _ effort: Effort) -> [UInt8] {
            let bound = ZSTD_compressBound(body.count)
            return [UInt8](unsafeUninitializedCapacity: bound) { room, count in
                let size = body.withUnsafeBytes {
                    ZSTD_compressCCtx(pointer, room.baseAddress, bound, $0.baseAddress, $0.count, effort.rawValue)
                }
                count = ZSTD_isError(size) == 0 ? size : 0
            }
        }
    }

    init() throws { context = try Mutex(Context()) }

    /// - Returns: nil when the frame would be no smaller than the body.
    func compress(_ body: [UInt8], _ effort: Effort = .ordinary) -> [UInt8]? {
        let frame = context.withLock { $0.compress(body, effort) }
        return frame.isEmpty || frame.count >= body.count ? nil : frame
    }
}
