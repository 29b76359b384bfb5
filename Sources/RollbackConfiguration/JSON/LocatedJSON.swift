/// A JSON value that knows where it was written, so that a mistake in its meaning can be shown in its place.
///
/// The text is JSON as RFC 8259 has it, and three things that people write in configuration files: `//` comments,
/// `/* */` comments (not nested) and a comma after the last element. Members keep their order and their repetitions.
package struct LocatedJSON: Hashable, Sendable {
    package enum Value: Hashable, Sendable {
        case null
        case bool(Bool)
        case integer(Int)
        /// Always finite.
        case number(Double)
        /// Never contains U+0000: the system's calls would end there.
        case string(String)
        case array([LocatedJSON])
        case object([Member])
    }

    package struct Member: Hashable, Sendable {
        package var key: String
        package var keyPosition: TextPosition
        package var value: LocatedJSON
        /// Where the key begins, in bytes from the text's beginning.
        package var start = 0
    }

    package var position: TextPosition
    package var value: Value
    /// The bytes that it takes in its text; empty for what was laid over it from elsewhere.
    package var bytes: Range<Int>

    /// - Throws: `JSONSyntaxError` for the first thing that is not JSON. No input makes it trap.
    package init(parsing text: [UInt8]) throws(JSONSyntaxError) {
        var parser = LocatedJSONParser(text)
        self = try parser.document()
    }

    init(_ value: Value, at position: TextPosition, bytes: Range<Int> = 0..<0) {
        self.value = value
        self.position = position
        self.bytes = bytes
    }
}

/// A place in a text, counted from 1. Columns count code points, not bytes.
package struct TextPosition: Hashable, Sendable {
    package var line: Int
    package var column: Int
    package var origin: Origin
    package init(line: Int, column: Int, origin: Origin = .file) {
        self.line = line
        self.column = column
        self.origin = origin
    }
}

/// What is wrong with a text that is not JSON, and where.
package struct JSONSyntaxError: Error, Hashable, Sendable {
    package var position: TextPosition
    package var message: String
}

extension LocatedJSON {
    /// What is there, for a message: `the string "8000"`, `an object`.
    package var described: String {
        switch value {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .integer(let number): String(number)
        case .number(let number): String(number)
        case .string(let text): "the string \(Shown.quoted(text))"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// As `described`, without any content: for values that may be secret.
    package var describedByTypeOnly: String {
        switch value {
        case .null: "null"
        case .bool: "true or false"
        case .integer, .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
