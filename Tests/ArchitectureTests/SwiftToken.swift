/// A word, or one character of punctuation, of Swift code. Comments and the text of literals give none.
struct SwiftToken: Equatable {
    var text: String
    /// From 1.
    var line: Int
    /// Byte offsets in the file: tokens touch when one begins where the other ends.
    var range: Range<Int>

    var isWord: Bool { text.utf8.first.map(Self.wordByte) ?? false }
    func touches(_ next: SwiftToken) -> Bool { range.upperBound == next.range.lowerBound }

    static func all(in text: String) -> [SwiftToken] {
        let code = SwiftText.code(of: text)
        var tokens: [SwiftToken] = []
        var line = 1
        var index = 0
        while index < code.count {
            let length = max(1, code[index...].prefix(while: wordByte).count)
            let bytes = code[index..<index + length]
            if bytes.first == UInt8(ascii: "\n") { line += 1 }
            if bytes.first.map({ $0 > UInt8(ascii: " ") }) == true {
                let text = String(decoding: bytes, as: UTF8.self)
                tokens.append(SwiftToken(text: text, line: line, range: index..<index + length))
            }
            index += length
        }
        return tokens
    }

    private static func wordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...0xFF: true
        default: false
        }
    }
}
