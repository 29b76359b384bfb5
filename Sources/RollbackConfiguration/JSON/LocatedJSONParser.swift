/// A recursive descent over one JSON text. Its depth is limited, so that its stack is.
struct LocatedJSONParser {
    static let deepest = 64

    var scanner: TextScanner
    /// The objects and arrays begun and not yet ended, outermost first.
    private var open: [(what: String, at: TextPosition)] = []

    init(_ text: [UInt8]) { scanner = TextScanner(text) }

    mutating func document() throws(JSONSyntaxError) -> LocatedJSON {
        if scanner.beginsLikeUTF16 { throw error("the file is UTF-16; it must be UTF-8") }
        try scanner.skipBlanks()
        guard scanner.next != nil else { throw error("the file is empty; the least it can hold is {}") }
        let root = try value(after: nil)
        try scanner.skipBlanks()
        guard scanner.next == nil else { throw expected("the end of the file") }
        return root
    }

    func error(_ message: String, at position: TextPosition? = nil) -> JSONSyntaxError {
        JSONSyntaxError(position: position ?? scanner.position, message: message)
    }

    func expected(_ what: String) -> JSONSyntaxError {
        guard scanner.next == nil else { return error("expected \(what), found \(scanner.shownNext)") }
        guard let inner = open.last else { return error("expected \(what), but the file ends") }
        return error("expected \(what), but the file ends inside the \(inner.what) begun on line \(inner.at.line)")
    }

    private mutating func value(after key: String?) throws(JSONSyntaxError) -> LocatedJSON {
        let (start, offset) = (scanner.position, scanner.offset)
        let value = try content(after: key)
        return LocatedJSON(value, at: start, bytes: offset..<scanner.offset)
    }

    private mutating func content(after key: String?) throws(JSONSyntaxError) -> LocatedJSON.Value {
        switch scanner.next ?? 0 {
        case Byte.openBrace: try object()
        case Byte.openBracket: try array()
        case Byte.quote: .string(try string())
        case Byte.minus, Byte.zero...Byte.nine: try number()
        default: try word(after: key)
        }
    }

    private mutating func object() throws(JSONSyntaxError) -> LocatedJSON.Value {
        try enter("object")
        var members: [LocatedJSON.Member] = []
        try scanner.skipBlanks()
        while !scanner.take(Byte.closeBrace) {
            let member = try member()
            members.append(member)
            try separator(before: Byte.closeBrace, after: "the value of \(Shown.quoted(member.key))")
        }
        open.removeLast()
        return .object(members)
    }

    private mutating func member() throws(JSONSyntaxError) -> LocatedJSON.Member {
        let (position, start) = (scanner.position, scanner.offset)
        guard scanner.next == Byte.quote else { throw expected("a key in double quotes or '}'") }
        let key = try string()
        try scanner.skipBlanks()
        guard scanner.take(Byte.colon) else { throw expected("':' after the key \(Shown.quoted(key))") }
        try scanner.skipBlanks()
        return LocatedJSON.Member(key: key, keyPosition: position, value: try value(after: key), start: start)
    }

    private mutating func array() throws(JSONSyntaxError) -> LocatedJSON.Value {
        try enter("array")
        var elements: [LocatedJSON] = []
        try scanner.skipBlanks()
        while !scanner.take(Byte.closeBracket) {
            elements.append(try value(after: nil))
            try separator(before: Byte.closeBracket, after: "the element")
        }
        open.removeLast()
        return .array(elements)
    }

    private mutating func enter(_ what: String) throws(JSONSyntaxError) {
        guard open.count < Self.deepest else { throw error("nested deeper than \(Self.deepest) levels") }
        open.append((what, scanner.position))
        scanner.advance()
    }

    private mutating func separator(before end: UInt8, after what: @autoclosure () -> String) throws(JSONSyntaxError) {
        try scanner.skipBlanks()
        if scanner.take(Byte.comma) { return try scanner.skipBlanks() }
        guard scanner.next == end else {
            throw expected("',' or '\(Unicode.Scalar(end))' after \(what())")
        }
    }
}
