/// Walks over the bytes of a text and keeps count of lines and columns.
struct TextScanner {
    private let bytes: [UInt8]
    /// Bytes from the text's beginning.
    private(set) var offset = 0
    private(set) var position = TextPosition(line: 1, column: 1)

    /// The byte here; nil at the end.
    private(set) var next: UInt8?

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
        next = peek(0)
    }

    var beginsLikeUTF16: Bool { bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) }

    func peek(_ ahead: Int) -> UInt8? {
        offset + ahead < bytes.count ? bytes[offset + ahead] : nil
    }

    mutating func advance() {
        guard let byte = next else { return }
        offset += 1
        next = offset < bytes.count ? bytes[offset] : nil
        if byte == Byte.newline {
            position = TextPosition(line: position.line + 1, column: 1)
        } else if (next ?? 0) & 0xC0 != 0x80 {
            // A UTF-8 continuation byte belongs to the column of the byte before it.
            position.column += 1
        }
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        advance()
        return true
    }

    mutating func take(while accept: (UInt8) -> Bool) -> String {
        let start = offset
        while let byte = next, accept(byte) { advance() }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    /// The character here, as it is shown in a message.
    var shownNext: String {
        let ahead = String(decoding: bytes[offset..<min(offset + 4, bytes.count)], as: UTF8.self)
        guard let scalar = ahead.unicodeScalars.first, scalar != "\u{FFFD}" else { return "a byte that is not UTF-8" }
        if scalar == "\n" || scalar == "\r" { return "the end of the line" }
        return "'\(Shown.plain(String(scalar)))'"
    }

    /// Skips white space and comments.
    mutating func skipBlanks() throws(JSONSyntaxError) {
        while let byte = next {
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D: advance()
            case Byte.slash: try skipComment()
            default: return
            }
        }
    }

    private mutating func skipComment() throws(JSONSyntaxError) {
        switch peek(1) {
        case Byte.slash:
            while let byte = next, byte != Byte.newline { advance() }
        case Byte.star: try skipBlockComment()
        default:
            throw JSONSyntaxError(position: position, message: "a comment begins with // or /*, found a single '/'")
        }
    }

    private mutating func skipBlockComment() throws(JSONSyntaxError) {
        let start = position
        advance()
        advance()
        while let byte = next {
            advance()
            if byte == Byte.star, take(Byte.slash) { return }
        }
        let message = "the file ends inside the comment begun on line \(start.line), column \(start.column)"
        throw JSONSyntaxError(position: position, message: message)
    }
}
