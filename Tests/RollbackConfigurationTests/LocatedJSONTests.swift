import RollbackConfiguration
import Testing

struct LocatedJSONTests {
    @Test func readsEveryKindOfValue() throws {
        let text = #"{"a": [null, true, false, -12, 0, 1.5e+2, -0.25, 10000000000000000000], "b": {}}"#
        let json = try LocatedJSON(parsing: Array(text.utf8))
        guard case .object(let members) = json.value, case .array(let elements) = members[0].value.value else {
            Issue.record("not an object with an array")
            return
        }
        let expected: [LocatedJSON.Value] = [
            .null, .bool(true), .bool(false), .integer(-12), .integer(0), .number(150), .number(-0.25),
            .number(10000000000000000000),
        ]
        #expect(elements.map(\.value) == expected)
        #expect(members[1].value.value == .object([]))
    }

    @Test(arguments: [
        (#""plain""#, "plain"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u00e9\u20AC""#, "é€"),
        (#""\ud83d\ude80""#, "🚀"), (#""größer 🚀""#, "größer 🚀"),
    ])
    func readsStrings(text: String, expected: String) throws {
        #expect(try LocatedJSON(parsing: Array(text.utf8)).value == .string(expected))
    }

    @Test func skipsCommentsCommasAndByteOrderMark() throws {
        let text = "\u{FEFF}// first\n[1, /* two\nlines **/ 2, ] // end"
        guard case .array(let elements) = try LocatedJSON(parsing: Array(text.utf8)).value else {
            Issue.record("not an array")
            return
        }
        #expect(elements.map(\.value) == [.integer(1), .integer(2)])
        #expect(elements.map(\.position) == [TextPosition(line: 2, column: 2), TextPosition(line: 3, column: 11)])
    }

    @Test func columnsCountCharactersNotBytes() throws {
        guard case .object(let members) = try LocatedJSON(parsing: Array(#"{"größe🚀": 1, "b": 2}"#.utf8)).value else {
            Issue.record("not an object")
            return
        }
        #expect(members[1].keyPosition == TextPosition(line: 1, column: 15))
    }

    @Test(arguments: [
        ("", "1:1: the file is empty; the least it can hold is {}"),
        ("// nothing\n", "2:1: the file is empty; the least it can hold is {}"),
        (
            "{\n  \"a\": 1",
            "2:9: expected ',' or '}' after the value of \"a\", but the file ends inside the object begun on line 1"
        ),
        ("{\n  \"a\": 1\n  \"b\": 2\n}", "3:3: expected ',' or '}' after the value of \"a\", found '\"'"),
        ("{\"a\" 1}", "1:6: expected ':' after the key \"a\", found '1'"),
        ("{\"a\":", "1:6: expected a value for \"a\", but the file ends inside the object begun on line 1"),
        ("{\"a\": }", "1:7: expected a value for \"a\", found '}'"),
        ("{a: 1}", "1:2: expected a key in double quotes or '}', found 'a'"),
        ("{,}", "1:2: expected a key in double quotes or '}', found ','"),
        ("[1 2]", "1:4: expected ',' or ']' after the element, found '2'"),
        ("[\n1,\n[2", "3:3: expected ',' or ']' after the element, but the file ends inside the array begun on line 3"),
        ("{} {}", "1:4: expected the end of the file, found '{'"),
        ("[True]", "1:2: True is written true in JSON"),
        ("[None]", "1:2: None is not a JSON value; strings stand in double quotes"),
        ("['a']", "1:2: strings stand in double quotes, found a single quote"),
        ("[“a”]", "1:2: expected a value, found '“'"),
        ("[01]", "1:2: a number does not begin with 0"),
        ("[-]", "1:3: expected a digit, found ']'"),
        ("[1.]", "1:4: expected a digit, found ']'"),
        ("[1e]", "1:4: expected a digit, found ']'"),
        ("[1e999]", "1:2: the number is too large"),
        ("[\"a\n\"]", "1:2: the string is not closed on its line"),
        ("[\"a", "1:4: the file ends inside the string begun on line 1, column 2"),
        ("[\"a\tb\"]", "1:4: a control character in a string is written as \\u escape"),
        (#"["\x"]"#, "1:3: unknown escape; a backslash itself is written \\\\"),
        (#"["\u12g4"]"#, "1:7: expected four hexadecimal digits after \\u, found 'g'"),
        (#"["\ud83d"]"#, "1:3: a high surrogate without its low one"),
        (#"["\ud83d\u0041"]"#, "1:3: a high surrogate without its low one"),
        (#"["\ude80"]"#, "1:3: a low surrogate without its high one"),
        (#"["\u0000"]"#, "1:3: \\u0000 cannot be part of a text here"),
        ("{ /* a\nb", "2:2: the file ends inside the comment begun on line 1, column 3"),
        ("[1 / 2]", "1:4: a comment begins with // or /*, found a single '/'"),
        ("{\"a\u{1B}[31m\": 1}", "1:4: a control character in a string is written as \\u escape"),
    ])
    func saysWhatIsWrongAndWhere(text: String, expected: String) {
        #expect(Self.mistake(Array(text.utf8)) == expected)
    }

    @Test func refusesOtherEncodings() {
        #expect(Self.mistake([0xFF, 0xFE, 0x7B, 0x00]) == "1:1: the file is UTF-16; it must be UTF-8")
        #expect(Self.mistake([0x5B, 0x22, 0xE9, 0x22, 0x5D]) == "1:2: the string is not valid UTF-8")
        #expect(Self.mistake([0x5B, 0xE9, 0x5D]) == "1:2: expected a value, found a byte that is not UTF-8")
    }

    @Test func limitsNesting() {
        let deep = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
        #expect(Self.mistake(deep) == "1:65: nested deeper than 64 levels")
        let allowed = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(Self.mistake(Array(allowed.utf8)) == nil)
    }

    private static func mistake(_ text: [UInt8]) -> String? {
        do {
            _ = try LocatedJSON(parsing: text)
            return nil
        } catch {
            return "\(error.position.line):\(error.position.column): \(error.message)"
        }
    }
}
