/// Environment variables that stand for keys of the files: `LASTGOOD_CONFIG__timeouts__service_restart_seconds=20`.
struct VariableOverrides {
    static let prefix = "LASTGOOD_CONFIG__"
    static let separator = "__"

    /// What they say of each file that they concern.
    private(set) var trees: [ConfigurationFile: LocatedJSON] = [:]

    /// In the order of their names: a variable for a key within an object comes after that for the object.
    init(_ environment: [String: String], _ findings: Findings) {
        for (name, value) in environment.sorted(by: { $0.key < $1.key }) where name.hasPrefix(Self.prefix) {
            add(name, value, findings)
        }
    }

    private mutating func add(_ name: String, _ text: String, _ findings: Findings) {
        let path = name.dropFirst(Self.prefix.count).split(separator: Self.separator, omittingEmptySubsequences: false)
            .map(String.init)
        let files = Self.files(of: path)
        guard !path.contains(""), path[0] != EnvironmentKey.name, !files.isEmpty else {
            return findings.problem(Place(variable: name), Self.refusal(path))
        }
        let value = Self.value(text).brought(by: .variable(name))
        for file in files {
            let tree = LocatedJSON.nested(path, value)
            findings.duplicates(in: tree, of: file)
            trees[file] = trees[file].map { $0.overlaid(by: tree) } ?? tree
        }
    }

    /// JSON when it is JSON, else text.
    private static func value(_ text: String) -> LocatedJSON {
        let json = try? LocatedJSON(parsing: Array(text.utf8))
        return json ?? LocatedJSON(.string(text), at: TextPosition(line: 1, column: 1))
    }

    /// The files that know the whole path; where none does, the one that knows the most of it, whose reader says what
    /// is wrong with the rest.
    private static func files(of path: [String]) -> [ConfigurationFile] {
        let depths = ConfigurationFile.allCases.map { ($0, $0.shape.depth(of: path[...])) }
        let most = depths.map(\.1).max() ?? 0
        let files = depths.filter { $0.1 == most && most > 0 }.map(\.0)
        return most == path.count ? files : Array(files.prefix(1))
    }

    private static func refusal(_ path: [String]) -> String {
        if path.contains("") { return "expected keys with \"\(separator)\" between them after \(prefix)" }
        if path[0] == EnvironmentKey.name {
            return "environments are described in the files; \(EnvironmentChoice.variable) says which of them holds"
        }
        let known = ConfigurationFile.allCases.flatMap { $0.section?.keys.map(\.name) ?? [] }
            .filter { $0 != EnvironmentKey.name }
        let hint = Nearest.hint(for: path[0], among: known)
        let list = hint.isEmpty ? "; known here: \(Set(known).sorted().joined(separator: ", "))" : hint
        return "no file has a key \(Shown.quoted(path[0]))\(list)"
    }
}
