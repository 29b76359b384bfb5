/// A text with one kind of escapes resolved, and where each byte came from.
struct SecretReading {
    private(set) var bytes: [UInt8] = []
    /// The place in the original of each byte, and one more: the end.
    private var origins: [Int] = []

    /// A place in the reading as a place in the original.
    func origin(of place: Range<Int>) -> Range<Int> { origins[place.lowerBound]..<origins[place.upperBound] }

    /// - Parameter resolve: the bytes that an escape at a place means, and its length; nil when none stands there.
    private init(_ text: [UInt8], _ resolve: ([UInt8], Int) -> (meaning: [UInt8], length: Int)?) {
        bytes.reserveCapacity(text.count)
        origins.reserveCapacity(text.count + 1)
        var position = 0
        while position < text.count {
            let escape = resolve(text, position)
            if let escape { bytes += escape.meaning } else { bytes.append(text[position]) }
            while origins.count < bytes.count { origins.append(position) }
            position += escape?.length ?? 1
        }
        origins.append(text.count)
    }

    /// The readings of a text beside the text itself; only those that differ from it.
    static func all(of text: [UInt8]) -> [SecretReading] {
        let (percent, plus) = (text.contains(UInt8(ascii: "%")), text.contains(UInt8(ascii: "+")))
        return (percent ? [SecretReading(text, percentEscape)] : [])
            + (plus ? [SecretReading(text, formEscape)] : [])
            + (text.contains(UInt8(ascii: "\\")) ? [SecretReading(text, jsonEscape)] : [])
    }

    /// `%2F` (RFC 3986, 2.1).
    private static func percentEscape(_ text: [UInt8], _ place: Int) -> (meaning: [UInt8], length: Int)? {
        guard text[place] == UInt8(ascii: "%"), let value = hex(text, place + 1, count: 2) else { return nil }
        return ([UInt8(value)], 3)
    }

    /// `application/x-www-form-urlencoded`: also `+` for a space.
    private static func formEscape(_ text: [UInt8], _ place: Int) -> (meaning: [UInt8], length: Int)? {
        text[place] == UInt8(ascii: "+") ? ([UInt8(ascii: " ")], 1) : percentEscape(text, place)
    }

    private static func hex(_ text: [UInt8], _ start: Int, count: Int) -> UInt32? {
        guard start + count <= text.count else { return nil }
        var value: UInt32 = 0
        for place in start..<start + count {
            guard let digit = Character(Unicode.Scalar(text[place])).hexDigitValue, text[place] < 0x80 else {
                return nil
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}

/// Strings of JSON (RFC 8259, 7).
extension SecretReading {
    private static func jsonEscape(_ text: [UInt8], _ place: Int) -> (meaning: [UInt8], length: Int)? {
        guard text[place] == UInt8(ascii: "\\"), place + 1 < text.count else { return nil }
        switch text[place + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return ([text[place + 1]], 2)
        case UInt8(ascii: "b"): return ([0x08], 2)
        case UInt8(ascii: "f"): return ([0x0C], 2)
        case UInt8(ascii: "n"): return ([0x0A], 2)
        case UInt8(ascii: "r"): return ([0x0D], 2)
        case UInt8(ascii: "t"): return ([0x09], 2)
        default: return unicodeEscape(text, place)
        }
    }

    /// `\u00f6`, or the two halves of a surrogate pair.
    private static func unicodeEscape(_ text: [UInt8], _ place: Int) -> (meaning: [UInt8], length: Int)? {
        guard let unit = codeUnit(text, place) else { return nil }
        if let scalar = Unicode.Scalar(unit) { return (Array(String(scalar).utf8), 6) }
        guard (0xD800..<0xDC00).contains(unit), let low = codeUnit(text, place + 6), (0xDC00..<0xE000).contains(low)
        else { return nil }
        let value = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
        return Unicode.Scalar(value).map { (Array(String($0).utf8), 12) }
    }

    private static func codeUnit(_ text: [UInt8], _ place: Int) -> UInt32? {
        guard place + 6 <= text.count, text[place] == UInt8(ascii: "\\"), text[place + 1] == UInt8(ascii: "u") else {
            return nil
        }
        return hex(text, place + 2, count: 4)
    }
}
