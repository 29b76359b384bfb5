/// A segment's body in the form in which it is sealed.
struct SegmentBody: Sendable {
    /// The body or its frame, whichever is smaller.
    let plain: [UInt8]
    let method: SegmentHeader.Method
    /// Of the body itself.
    let size: Int

    /// - Parameter frame: nil where it would be no smaller.
    init(_ body: [UInt8], frame: [UInt8]?) {
        (plain, size) = (frame ?? body, body.count)
        method = frame == nil ? .stored : .zstd
    }

    init(_ body: [UInt8], _ compressor: ZstdCompressor, _ effort: ZstdCompressor.Effort) {
        self.init(body, frame: compressor.compress(body, effort))
    }
}
