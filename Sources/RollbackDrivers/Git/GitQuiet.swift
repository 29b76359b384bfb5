import FoundationEssentials
import RollbackCore

/// Keeps git from executing anything on its way: hooks, file system monitor, prompts, and every filter that the
/// repository's or the user's configuration defines. A repository that is being rescued may be a hostile one.
struct GitQuiet: Hashable, Sendable {
    /// Names of configured filters (gitattributes(5), "filter"), Git LFS's among them.
    var filters: [String]

    static let plain = GitQuiet(filters: [])

    private static let off = [
        "core.hooksPath=/dev/null", "core.fsmonitor=false", "protocol.ext.allow=never", "submodule.recurse=false",
        "gc.auto=0", "maintenance.auto=false",
    ]

    /// The beginning of every git command. An empty filter command is none (git, `convert.c`).
    func base(_ root: String) -> [String] {
        let filters = filters.flatMap { name in
            ["clean=", "smudge=", "process=", "required=false"].map { "filter.\(name).\($0)" }
        }
        return ["git", "-C", root] + (Self.off + filters).flatMap { ["-c", $0] }
    }

    /// As the owner, git reads the owner's settings and not root's: line endings depend on them.
    static func variables(for owner: UserIdentity?) -> [String: String] {
        var variables = ["GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"]
        if let owner, let home = FileFacts.account(of: owner.user)?.home {
            variables["HOME"] = home
            variables["XDG_CONFIG_HOME"] = "\(home)/.config"
        }
        return variables
    }

    /// - Throws: `Failure.gitRefused` for a filter whose name cannot be given on a command line.
    static func find(_ root: String, _ processes: any ProcessRunning, _ owner: UserIdentity?) async throws -> GitQuiet {
        let command = plain.base(root) + ["config", "-z", "--name-only", "--get-regexp", #"^filter\."#]
        let result = try? await processes.run(
            Command(command, environment: variables(for: owner)), input: Data(), as: owner, limit: .seconds(30))
        let keys = result?.output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) } ?? []
        let names = Set(keys.compactMap(filterName)).sorted()
        if let odd = names.first(where: { $0.contains("=") || $0.contains("\n") }) {
            throw Failure.gitRefused(
                what: "open the repository at \(root)", why: "its filter \(odd) has a name that cannot be switched off")
        }
        return GitQuiet(filters: names)
    }

    /// `filter.<name>.<variable>`; the name may have dots of its own.
    private static func filterName(_ key: String) -> String? {
        let parts = key.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 3 else { return nil }
        return parts[1..<(parts.count - 1)].joined(separator: ".")
    }
}
