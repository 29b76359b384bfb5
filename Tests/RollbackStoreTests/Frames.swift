import FoundationEssentials

/// The frames of a journal's bytes, found by their lengths alone: where each begins and ends.
enum Frames {
    static func of(_ data: Data) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var start = 8
        while start + 4 <= data.count {
            let length = (0..<4).reduce(0) { $0 | Int(data[start + $1]) << (8 * $1) }
            found.append(start..<(start + 4 + 8 + 32 + length + 32))
            start += 4 + 8 + 32 + length + 32
        }
        return found
    }
}
