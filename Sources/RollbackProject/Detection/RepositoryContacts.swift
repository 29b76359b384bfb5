/// Whom a repository itself names.
struct RepositoryContacts {
    let contacts: [ContactGuess]
    /// Where people write about what is broken.
    let dashboards: [String]
    /// What the repository is called where it came from: the same in every clone.
    let name: String?

    init(_ files: any ProjectFiles) {
        contacts = Self.owners(files)
        let origin = Self.origin(files)
        dashboards = origin.flatMap(Self.issues).map { [$0] } ?? []
        name = origin?.split { $0 == "/" || $0 == ":" }.last.map { $0.hasSuffix(".git") ? $0.dropLast(4) : $0 }
            .map(Text.serviceName)
    }

    /// Who owns everything, by CODEOWNERS.
    private static func owners(_ files: any ProjectFiles) -> [ContactGuess] {
        let places = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"]
        guard let file = places.first(where: files.contains), let text = files.text(file) else { return [] }
        let line = Text.lines(text).last { $0.split(whereSeparator: \.isWhitespace).first == "*" }
        let owners = line?.split(whereSeparator: \.isWhitespace).dropFirst().prefix { !$0.hasPrefix("#") } ?? []
        return owners.map { ContactGuess(name: "Repository owner", how: String($0), reasons: ["\(file) says so"]) }
    }

    private static func origin(_ files: any ProjectFiles) -> String? {
        let lines = Text.lines(files.text(".git/config") ?? "").map { Text.trimmed($0) }
        guard let origin = lines.firstIndex(of: "[remote \"origin\"]") else { return nil }
        let line = lines[(origin + 1)...].prefix { !$0.hasPrefix("[") }.first { $0.hasPrefix("url") }
        return line?.split(separator: "=", maxSplits: 1).last.map { Text.trimmed($0) }
    }

    /// The issues of a repository on GitHub or GitLab. Whatever stands before the host can be a password.
    private static func issues(_ url: String) -> String? {
        for host in ["github.com", "gitlab.com"] {
            guard let range = url.firstRange(of: host) else { continue }
            let path = url[range.upperBound...].drop { $0 == ":" || $0 == "/" }
            let bare = path.hasSuffix(".git") ? path.dropLast(4) : path
            let isPath = bare.contains("/") && bare.allSatisfy { $0.isLetter || $0.isNumber || "-_./".contains($0) }
            return isPath ? "https://\(host)/\(bare)/" + (host == "gitlab.com" ? "-/issues" : "issues") : nil
        }
        return nil
    }
}
