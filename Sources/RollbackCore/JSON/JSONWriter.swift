import FoundationEssentials

/// Writes JSON as text, byte for byte as Foundation's encoder does with sorted keys and unescaped slashes.
struct JSONWriter {
    private var bytes: [UInt8] = []

    static func data(_ value: JSONValue) -> Data {
        var writer = JSONWriter()
        writer.bytes.reserveCapacity(4096)
        writer.write(value)
        return Data(writer.bytes)
    }

    private mutating func write(_ value: JSONValue) {
        switch value {
        case .null: write(ascii: "null")
        case .bool(let value): write(ascii: value ? "true" : "false")
        case .integer(let value): write(ascii: String(value))
        case .number(let value): write(number: value)
        case .string(let value): write(string: value)
        case .array(let elements): write(elements, between: "[", "]") { $0.write($1) }
        case .object(let members):
            let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            write(sorted, between: "{", "}") { writer, member in
                writer.write(string: member.key)
                writer.write(ascii: ":")
                writer.write(member.value)
            }
        }
    }

    private mutating func write<Element>(
        _ elements: [Element], between open: StaticString, _ close: StaticString,
        _ each: (inout JSONWriter, Element) -> Void
    ) {
        write(ascii: "\(open)")
        for (place, element) in elements.enumerated() {
            if place > 0 { write(ascii: ",") }
            each(&self, element)
        }
        write(ascii: "\(close)")
    }

    private mutating func write(ascii text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func write(number: Double) {
        let text = number.description
        write(ascii: text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
    }

    /// RFC 8259, section 7: quotes, backslashes and control characters are escaped, nothing else must be.
    private mutating func write(string: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""): write(ascii: #"\""#)
            case UInt8(ascii: "\\"): write(ascii: #"\\"#)
            case 0x08: write(ascii: #"\b"#)
            case 0x09: write(ascii: #"\t"#)
            case 0x0A: write(ascii: #"\n"#)
            case 0x0C: write(ascii: #"\f"#)
            case 0x0D: write(ascii: #"\r"#)
            case 0..<0x20: write(ascii: #"\u00"# + (byte < 0x10 ? "0" : "") + String(byte, radix: 16))
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
