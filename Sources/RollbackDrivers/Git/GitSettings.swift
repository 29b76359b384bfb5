import FoundationEssentials
import RollbackCore

/// What of a repository's configuration decides how lastgood works with it: one look, when it is opened.
struct GitSettings: Hashable, Sendable {
    /// Names of configured filters (gitattributes(5), "filter"), Git LFS's among them.
    var filters: [String] = []
    /// Where the hooks are, when not in the git folder.
    var hooksPath: String?
    /// Why replacing files one by one would not be right; nil when it is.
    var obstacle: String?

    private static let keys = #"^(filter\..*|core\.(sparsecheckout|symlinks|hookspath)|extensions\.refstorage)$"#

    /// - Throws: `Failure.gitRefused` for a filter whose name cannot be given on a command line.
    static func read(_ root: String, _ processes: any ProcessRunning, _ owner: UserIdentity?) async throws
        -> GitSettings
    {
        let command = GitQuiet.plain.base(root) + ["config", "-z", "--get-regexp", keys]
        let result = try await processes.run(
            Command(command, environment: GitQuiet.variables(for: owner)), input: Data(), as: owner,
            limit: .seconds(30))
        return try GitSettings(result.output, root)
    }

    /// Reads `<key> LF <value> NUL`, many times; a key alone is true (git-config(1), "Values").
    init(_ output: Data, _ root: String) throws {
        var names: Set<String> = []
        for entry in output.split(separator: 0) {
            let pair = String(decoding: entry, as: UTF8.self).split(separator: "\n", maxSplits: 1).map(String.init)
            guard let key = pair.first else { continue }
            if let name = Self.filterName(key) { names.insert(name) }
            if key == "core.hookspath", pair.count > 1, pair[1] != GitQuiet.noHooks { hooksPath = pair[1] }
            obstacle = obstacle ?? Self.obstacle(key, pair.count > 1 ? pair[1] : "true")
        }
        filters = names.sorted()
        if let odd = filters.first(where: { $0.contains("=") }) {
            throw Failure.gitRefused(
                what: "open the repository at \(root)", why: "its filter \(odd) has a name that cannot be switched off")
        }
    }

    /// `filter.<name>.<variable>`; the name may have dots of its own.
    private static func filterName(_ key: String) -> String? {
        let parts = key.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.first == "filter", parts.count >= 3 else { return nil }
        return parts[1..<(parts.count - 1)].joined(separator: ".")
    }

    private static func obstacle(_ key: String, _ value: String) -> String? {
        let isOn = !["false", "no", "off", "0", ""].contains(value.lowercased())
        switch key {
        case "core.sparsecheckout" where isOn:
            return "it is a sparse checkout; make it whole first: git sparse-checkout disable"
        case "core.symlinks" where !isOn:
            return "its setting core.symlinks is false, and lastgood writes links as links"
        case "extensions.refstorage" where value != "files":
            return "its branches are stored as \(value), and lastgood moves branches of the files format only"
        default: return nil
        }
    }
}
