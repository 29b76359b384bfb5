extension Kind where Value == String {
    /// A path relative to the platform's root that stays inside it, without `.` parts.
    static var path: Kind {
        let expected = "a path inside the platform, relative to its root"
        let inside = #"^(?![/~])(?!(.*/)?\.\.(/|$))."#
        return word(expected, pattern: inside) { !$0.isEmpty }.checked { path in
            if path.hasPrefix("/") { return "expected \(expected), found the absolute path \(Shown.quoted(path))" }
            if path.hasPrefix("~") { return "expected \(expected); '~' is not expanded" }
            guard path.split(separator: "/").contains("..") else { return nil }
            return "expected \(expected); '..' could lead out of it"
        }.map { path in path.split(separator: "/").filter { $0 != "." }.joined(separator: "/") }
    }

    /// As `path`, but not the root itself.
    static var file: Kind {
        path.checked { $0.isEmpty ? "expected a path inside the platform, found its root" : nil }
    }

    static var urlPath: Kind {
        word("a path that begins with '/', escaped as in a URL", pattern: "^/", where: Words.isURLPath)
    }
    static var webAddress: Kind {
        word("an address that begins with https:// or http://", pattern: "^https?://[^/]", where: Words.isWebAddress)
    }
}

extension Kind where Value == [String] {
    /// An argument vector: an array of strings, or one string that is split as a POSIX shell would.
    static var command: Kind {
        let expected = "a command: an array of strings, or one string that is split at its blanks"
        return Kind(expected, shape: .either([.text("."), .list(of: .text(), least: 1)])) { spot, findings in
            switch spot.json.value {
            case .string(let line): split(line, spot, findings)
            case .array:
                Kind<[Located<String>]>.list(of: .text).checked {
                    $0.first?.value.isEmpty ?? true ? "the command names no program" : nil
                }.map { $0.map(\.value) }.read(spot, findings)
            default: spot.refused(expected, findings)
            }
        }
    }

    private static func split(_ line: String, _ spot: Spot, _ findings: Findings) -> [String]? {
        do {
            let words = try CommandLineWords.split(line)
            if words.first?.isEmpty ?? true { findings.problem(spot.place, "the command names no program") }
            return words
        } catch {
            findings.problem(spot.place, error.message)
            return nil
        }
    }
}
