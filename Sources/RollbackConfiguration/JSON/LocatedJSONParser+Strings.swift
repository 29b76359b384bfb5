extension LocatedJSONParser {
    /// A string in double quotes, with the escapes of RFC 8259 section 7 resolved.
    mutating func string() throws(JSONSyntaxError) -> String {
        let start = scanner.position
        scanner.advance()
        var bytes: [UInt8] = []
        while let byte = scanner.next, byte != Byte.quote {
            if byte == Byte.newline || byte == Byte.carriageReturn {
                throw error("the string is not closed on its line", at: start)
            }
            guard byte >= 0x20 else { throw error("a control character in a string is written as \\u escape") }
            if byte == Byte.backslash {
                bytes.append(contentsOf: String(try escape()).utf8)
            } else {
                bytes.append(byte)
                scanner.advance()
            }
        }
        guard scanner.take(Byte.quote) else {
            throw error("the file ends inside the string begun on line \(start.line), column \(start.column)")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw error("the string is not valid UTF-8", at: start)
        }
        return text
    }

    private mutating func escape() throws(JSONSyntaxError) -> Unicode.Scalar {
        let start = scanner.position
        scanner.advance()
        guard let letter = scanner.next else { throw expected("the rest of the escape") }
        if letter == Byte.u { return try unicodeEscape(at: start) }
        guard let scalar = Self.escapes[letter] else {
            throw error("unknown escape; a backslash itself is written \\\\", at: start)
        }
        scanner.advance()
        return scalar
    }

    private static let escapes: [UInt8: Unicode.Scalar] = [
        UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/", UInt8(ascii: "b"): "\u{8}",
        UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n", UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
    ]

    /// Characters beyond U+FFFF are two escapes, a high and a low surrogate.
    private mutating func unicodeEscape(at start: TextPosition) throws(JSONSyntaxError) -> Unicode.Scalar {
        var code = UInt32(try hexUnit())
        if code & 0xFC00 == 0xD800 {
            guard scanner.take(Byte.backslash), scanner.next == Byte.u,
                case let low = UInt32(try hexUnit()), low & 0xFC00 == 0xDC00
            else { throw error("a high surrogate without its low one", at: start) }
            code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
        }
        guard let scalar = Unicode.Scalar(code) else { throw error("a low surrogate without its high one", at: start) }
        guard code != 0 else { throw error("\\u0000 cannot be part of a text here", at: start) }
        return scalar
    }

    /// The four digits after the `u` that is next.
    private mutating func hexUnit() throws(JSONSyntaxError) -> UInt16 {
        scanner.advance()
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = scanner.next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw expected("four hexadecimal digits after \\u")
            }
            unit = unit << 4 | UInt16(digit)
            scanner.advance()
        }
        return unit
    }
}
