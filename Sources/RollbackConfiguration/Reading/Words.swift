/// Which texts are names. Everything here is ASCII: these texts become file names, arguments and URLs.
enum Words {
    static let variablePattern = "^[A-Za-z_][A-Za-z0-9_]*$"
    static let namePattern = "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"

    /// POSIX.1-2017, Base Definitions 8.1, with lower case allowed as shells do.
    static func isVariableName(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first) || first == UInt8(ascii: "_") else { return false }
        return text.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
    }

    /// Names of services, endpoints and hooks: they become parts of step names and of file names.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first) || isDigit(first), text.utf8.count <= 64 else {
            return false
        }
        return text.utf8.allSatisfy { isLetter($0) || isDigit($0) || "-_.".utf8.contains($0) }
    }

    /// systemd.unit(5): letters, digits and `:-_.\@`. A leading hyphen would be read as an option.
    static func isUnit(_ text: String) -> Bool {
        guard let first = text.utf8.first, first != UInt8(ascii: "-"), text.utf8.count <= 255 else { return false }
        return text.utf8.allSatisfy { isLetter($0) || isDigit($0) || ":-_.\\@".utf8.contains($0) }
    }

    /// 7 to 64 hexadecimal digits: a commit, whole or abbreviated.
    static func isCommit(_ text: String) -> Bool {
        (7...64).contains(text.utf8.count) && text.utf8.allSatisfy { isDigit($0) || (97...102).contains($0 | 0x20) }
    }

    /// RFC 3986 path and query in origin form. Escapes are the writer's to make.
    static func isURLPath(_ text: String) -> Bool {
        text.utf8.first == UInt8(ascii: "/")
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"#<>\\^`{|}".utf8.contains($0) }
    }

    static func isWebAddress(_ text: String) -> Bool {
        guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else { return false }
        let rest = text.dropFirst(scheme.count)
        return rest.first.map { $0 != "/" } ?? false
            && rest.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"<>\\^`{|}".utf8.contains($0) }
    }

    /// `2025-12-10`, or that and a time: `2025-12-10T17:39:00Z`.
    static func isDate(_ text: String) -> Bool {
        let parts = text.prefix(10).split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 10 || text.dropFirst(10).first == "T", parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy(isDigit) }), let month = Int(parts[1]), let day = Int(parts[2])
        else { return false }
        return (1...12).contains(month) && (1...31).contains(day)
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 0x20) }
    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
