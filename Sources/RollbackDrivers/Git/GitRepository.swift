import FoundationEssentials
import Glibc
package import RollbackCore
import RollbackFiles

/// A checkout, and git as lastgood runs it: as the repository's owner, without hooks, filters, file system monitor,
/// submodule recursion, prompts or optional locks, and with nothing inherited that points at another repository.
package struct GitRepository: Sendable {
    /// The top folder of the checkout.
    package let root: String
    /// This worktree's own git folder: `HEAD`, the index and lastgood's state are here.
    package let gitFolder: String
    /// Shared by all worktrees: branches and objects are here.
    package let commonFolder: String
    package let isShallow: Bool
    let processes: any ProcessRunning
    let owner: UserIdentity?
    let settings: GitSettings
    /// A commit that was looked up on the way, and how it was named.
    let named: (text: String, commit: CommitID)?

    /// Finds the repository that a folder lies in.
    /// - Parameter name: of a commit that will be asked for: it is looked up by the same process.
    /// - Throws: `Failure.notARepository`, `Failure.commandMissing`, `Failure.gitRefused` with git's own words.
    package static func open(
        _ folder: String, _ processes: any ProcessRunning, naming name: String? = nil
    ) async throws -> GitRepository {
        guard let top = enclosing(folder) else { throw Failure.notARepository(path: folder) }
        let owner = owner(of: "\(top)/.git")
        async let settings = GitSettings.read(top, processes, owner)
        // Without `--verify`, `--end-of-options` would be printed: what looks like an option is left for later.
        let name = name.flatMap { $0.hasPrefix("-") ? nil : $0 }
        var named: (String, CommitID)?
        var (result, lines) = try await places(top, processes, owner, name)
        if let name, result.succeeded, lines.count == 5, lines[4].allSatisfy(\.isHexDigit) {
            named = (name, CommitID(lines.removeLast()))
        } else if name != nil {
            (result, lines) = try await places(top, processes, owner)
        }
        guard result.succeeded, lines.count == 4 else {
            let why = result.succeeded ? "its path has a line break" : result.errorText
            throw Failure.gitRefused(what: "open the repository at \(top)", why: why)
        }
        guard lines[0] == (FileCall.realPath(top) ?? top) else {
            throw Failure.gitRefused(
                what: "open the repository at \(top)",
                why:
                    "its setting core.worktree puts the files in \(lines[0]), and lastgood takes back only files beside .git"
            )
        }
        return GitRepository(
            root: lines[0], gitFolder: lines[1], commonFolder: lines[2], isShallow: lines[3] == "true",
            processes: processes, owner: owner, settings: try await settings, named: named)
    }

    /// The top folder of the checkout that a folder lies in, as `root` will be; nil outside of any.
    package static func top(above folder: String) -> String? {
        enclosing(folder).map { FileCall.realPath($0) ?? $0 }
    }

    private static func places(
        _ top: String, _ processes: any ProcessRunning, _ owner: UserIdentity?, _ name: String? = nil
    ) async throws -> (CommandResult, lines: [String]) {
        let command =
            GitQuiet.plain.base(top) + [
                "rev-parse", "--path-format=absolute", "--show-toplevel", "--git-dir", "--git-common-dir",
                "--is-shallow-repository",
            ] + (name.map { ["\($0)^{commit}"] } ?? [])
        let result = try await processes.run(
            Command(command, environment: GitQuiet.variables(for: owner)), input: Data(), as: owner,
            limit: .seconds(30))
        return (result, result.text.split(separator: "\n").map(String.init))
    }

    /// The nearest folder upwards with a `.git`.
    private static func enclosing(_ folder: String) -> String? {
        var next = folder
        while true {
            if access("\(next)/.git", F_OK) == 0 { return next }
            guard let slash = next.lastIndex(of: "/"), next != "/" else { return nil }
            next = slash == next.startIndex ? "/" : String(next[..<slash])
        }
    }

    /// Root works on other people's repositories as they would: their git configuration must not run as root.
    private static func owner(of path: String) -> UserIdentity? {
        var facts = stat()
        guard geteuid() == 0, stat(path, &facts) == 0, facts.st_uid != 0 else { return nil }
        return UserIdentity(user: facts.st_uid, group: facts.st_gid)
    }

    /// What a git command is, as a value.
    func command(_ arguments: [String], environment: [String: String] = [:]) -> Command {
        Command(
            GitQuiet(filters: settings.filters).base(root) + arguments,
            environment: GitQuiet.variables(for: owner).merging(environment) { $1 })
    }

    /// Runs git and takes any exit status.
    func run(
        _ arguments: [String], input: Data = Data(), environment: [String: String] = [:],
        limit: Duration = .seconds(120)
    ) async throws -> CommandResult {
        try await processes.run(
            command(arguments, environment: environment), input: input, as: owner, limit: limit)
    }

    /// Runs git, which must succeed.
    /// - Throws: `Failure.gitRefused` with git's own words.
    func require(
        _ arguments: [String], to what: String, input: Data = Data(), environment: [String: String] = [:]
    ) async throws -> CommandResult {
        let result = try await run(arguments, input: input, environment: environment)
        guard result.succeeded else { throw Failure.gitRefused(what: what, why: result.errorText) }
        return result
    }
}
