import RollbackCore

/// Keeps git from executing anything on its way: hooks, file system monitor, prompts, and every filter that the
/// repository's or the user's configuration defines. A repository that is being rescued may be a hostile one.
struct GitQuiet: Hashable, Sendable {
    /// Names of the filters to switch off.
    var filters: [String]

    static let plain = GitQuiet(filters: [])

    static let noHooks = "/dev/null"

    private static let off = [
        "core.hooksPath=\(noHooks)", "core.fsmonitor=false", "protocol.ext.allow=never", "submodule.recurse=false",
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
}
