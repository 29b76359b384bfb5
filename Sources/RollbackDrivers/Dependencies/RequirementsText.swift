import FoundationEssentials

/// A requirements file as pip reads it (pip's documentation, "Requirements File Format").
struct RequirementsText: Hashable, Sendable {
    /// Logical lines that name a package, without comments, blanks made single.
    let requirements: [String]
    /// Lines that begin with `-`, in their order.
    let options: [String]

    init(_ text: String) {
        var lines: [String] = []
        var open = ""
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            if line.hasSuffix("\\"), !line.drop(while: \.isWhitespace).hasPrefix("#") {
                open += line.dropLast()
            } else {
                lines.append(open + line)
                open = ""
            }
        }
        let plain = (lines + [open]).map(Self.withoutComment).filter { !$0.isEmpty }
        options = plain.filter { $0.hasPrefix("-") }
        requirements = plain.filter { !$0.hasPrefix("-") }
    }

    /// A comment begins at the line's start or after a blank, so that `#egg=` in an address is none.
    private static func withoutComment(_ line: String) -> String {
        var words: [Substring] = []
        for word in line.split(whereSeparator: \.isWhitespace) {
            if word.hasPrefix("#") { break }
            words.append(word)
        }
        return words.joined(separator: " ")
    }

    /// Order of packages does not matter; order of options may.
    var meaning: String { (options + requirements.sorted()).joined(separator: "\n") }

    /// Files that it includes as requirements or constraints, as it names them.
    var includes: [String] {
        options.compactMap { Self.value(of: $0, ["-r", "--requirement", "-c", "--constraint"]) }
            .filter { !$0.contains("://") }
    }

    private static func value(of option: String, _ names: [String]) -> String? {
        for name in names where option.hasPrefix(name) {
            let rest = option.dropFirst(name.count)
            if name.hasPrefix("--"), let first = rest.first, first != "=", first != " " { continue }
            return String(rest.drop { $0 == "=" || $0 == " " })
        }
        return nil
    }

    /// What it installs from folders or files of the checkout.
    var localPaths: [String] {
        let editable = options.compactMap { Self.value(of: $0, ["-e", "--editable"]) }.filter { !$0.contains("://") }
        return editable
            + requirements.filter { line in
                let address = line.split(separator: "@", maxSplits: 1).last.map { String($0).trimmed } ?? line
                if address.hasPrefix("file:") { return true }
                let name = line.prefix { !" ;@[<>=!~".contains($0) }
                return name.hasPrefix(".") || name.contains("/") && !line.contains("://")
            }
    }

    /// The packages it names unconditionally; the version where it is exact.
    var packages: [(name: String, version: String?)] {
        requirements.filter { !$0.contains(";") && !$0.contains("://") }.compactMap { line in
            let name = line.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
            guard !name.isEmpty else { return nil }
            let rest = line.drop { $0 != "=" }
            let exact = rest.hasPrefix("==") && !rest.hasPrefix("===") && !line.contains(",") && !line.contains("*")
            let version = rest.dropFirst(2).drop { $0 == " " }.prefix { $0 != " " }
            let isOnly = !line.contains { "<>!~".contains($0) }
            return (InstalledPackages.normalized(String(name)), exact && isOnly ? String(version).lowercased() : nil)
        }
    }
}
