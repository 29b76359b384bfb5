import FoundationEssentials

/// The byte sequences that give a secret away, once a text's escapes are read.
enum SecretForms {
    /// The secrets themselves, passwords inside of them, their lines, and all of these in base64.
    static func all(of values: some Sequence<String>) -> Set<[UInt8]> {
        let parts = values.flatMap { value in
            [value] + value.split(whereSeparator: \.isNewline).map(String.init) + password(of: value)
        }
        let secrets = Set(parts.filter { $0.count >= SecretMask.shortest })
        return Set(secrets.flatMap { [$0] + base64($0) }.map { Array($0.utf8) })
    }

    /// `secret` of `postgres://user:secret@host/name` (RFC 3986, 3.2.1).
    private static func password(of value: String) -> [String] {
        guard let scheme = value.firstRange(of: "://") else { return [] }
        let authority = value[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" }
        guard let at = authority.lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") else { return [] }
        return [String(authority[authority.index(after: colon)..<at])]
    }

    /// Base64 (RFC 4648, 4 and 5): alone, and at each of the three places that it can have inside a longer text.
    private static func base64(_ value: String) -> [String] {
        let forms = [Data(value.utf8).base64EncodedString()] + (0..<3).map { inner(value, offset: $0) }
        return forms + forms.map(urlSafe)
    }

    /// The characters that the value alone decides when `offset` bytes stand before it in its group of three:
    /// at the start 0, 2 or 3 characters hold bits of what comes before, at the end the last group is open.
    private static func inner(_ value: String, offset: Int) -> String {
        let bytes = Data(repeating: 0, count: offset) + Data(value.utf8)
        let open = bytes.count % 3
        let end = open == 0 ? 0 : 4 - open
        return String(bytes.base64EncodedString().dropFirst(offset == 0 ? 0 : offset + 1).dropLast(end))
    }

    private static func urlSafe(_ text: String) -> String {
        String(text.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
    }
}
