/// Looks at the blanks and lines of a JSON text.
struct TextLines {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The first byte from a place on that is neither white space nor in a comment; the end of the text without one.
    func significant(after place: Int) -> Int {
        var scanner = TextScanner(Array(bytes[place...]))
        // The text has been parsed before: its comments are closed.
        try? scanner.skipBlanks()
        return place + scanner.offset
    }

    func areBlank(_ range: Range<Int>) -> Bool {
        bytes[range].allSatisfy { Self.isSpace($0) || $0 == Byte.newline || $0 == Byte.carriageReturn }
    }

    /// The white space that the line of a place begins with.
    func indent(of place: Int) -> String {
        String(decoding: bytes[lineStart(place)..<place].prefix(while: Self.isSpace), as: UTF8.self)
    }

    /// The same where nothing else stands before the place; nil where something does.
    func ownIndent(of place: Int) -> String? {
        let start = lineStart(place)
        return start > 0 && bytes[start..<place].allSatisfy(Self.isSpace) ? indent(of: place) : nil
    }

    /// The end of a place's line when nothing but a remark follows there; nil when something does, or the limit comes
    /// first.
    func restOfLine(after place: Int, before limit: Int) -> Int? {
        guard var end = bytes[place..<limit].firstIndex(of: Byte.newline) else { return nil }
        if end > place, bytes[end - 1] == Byte.carriageReturn { end -= 1 }
        let next = significant(after: place)
        // A comment that goes over several lines has no end here.
        let begun = zip(bytes[place..<end], bytes[place..<end].dropFirst()).contains { $0 == (Byte.slash, Byte.star) }
        return next >= end && !begun ? end : nil
    }

    /// With the lines that would be left empty, or the spaces that would be left double.
    func whole(_ range: Range<Int>) -> Range<Int> {
        let end = bytes[range.upperBound...].firstIndex { !Self.isSpace($0) } ?? bytes.count
        guard ownIndent(of: range.lowerBound) != nil else {
            let closes = end < bytes.count && [Byte.closeBrace, Byte.closeBracket].contains(bytes[end])
            return range.lowerBound..<(closes ? range.upperBound : end)
        }
        let start = lineStart(range.lowerBound)
        if bytes[end...].starts(with: [Byte.newline]) { return start..<end + 1 }
        if bytes[end...].starts(with: [Byte.carriageReturn, Byte.newline]) { return start..<end + 2 }
        return range.lowerBound..<end
    }

    private func lineStart(_ place: Int) -> Int { (bytes[..<place].lastIndex(of: Byte.newline) ?? -1) + 1 }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == Byte.space || byte == Byte.tab }
}
