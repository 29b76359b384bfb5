import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Whether the Python sources parse. Nothing of them is executed.
struct SyntaxCheck: Sendable {
    let root: String
    let git: GitRepository?
    let scope: CodeScope
    let effects: Effects
    /// Paths from the repository's top; nil: all that are tracked.
    var paths: [String]?
    /// As git stores them: read from there, while the checkout still has others.
    var stored: [CodeChange] = []
    /// Programs that services run as, absolute.
    var programs: [String] = []
    /// Nil where the code is in the checkout itself.
    var folders: ReleaseFolders?

    /// One process parses all files, whose names it reads from its standard input: each followed by a NUL, and after one
    /// more their contents as `git cat-file --batch` gives them. Without contents it opens the files.
    private static let python = """
        import sys
        bad = []
        names, _, stored = sys.stdin.buffer.read().partition(b"\\0\\0")
        at = 0
        for name in names.split(b"\\0"):
            try:
                if stored:
                    begin = stored.index(b"\\n", at) + 1
                    size = int(stored[at:begin].split()[2])
                    source = stored[begin:begin + size]
                    at = begin + size + 1
                else:
                    source = open(name, "rb").read()
                compile(source, name, "exec", dont_inherit=True)
            except SyntaxError as error:
                bad.append(f"{name.decode(errors='replace')}:{error.lineno}: {error.msg}")
            except (OSError, ValueError) as error:
                bad.append(f"{name.decode(errors='replace')}: {error}")
        print("\\n".join(bad[:5]))
        sys.exit(1 if bad else 0)
        """

    func measure() async throws -> (Verdict, String) {
        guard let git else { return (.inconclusive, "the platform is not in a git repository") }
        if !stored.isEmpty { return try await measureStored(git) }
        let live = try folders?.live()?.path
        let tracked = paths == nil ? try await tracked(git, live) : []
        // Of two release directories some files are in the other one only.
        let here = paths?.filter { path in
            path.hasSuffix(".py") && (live.map { access("\($0)/\(path)", F_OK) == 0 } ?? true)
        }
        let sources = here ?? tracked
        guard !sources.isEmpty else {
            return (.healthy, paths == nil ? "there is no Python source" : "no Python source went back")
        }
        let top = live ?? git.root
        return try await parse(sources.map { "\(top)/\($0)" }, contents: Data(), as: git.owner)
    }

    private func measureStored(_ git: GitRepository) async throws -> (Verdict, String) {
        let sources = stored.filter { $0.path.text.hasSuffix(".py") && !$0.isLink && $0.mode != nil }
        guard !sources.isEmpty else { return (.healthy, "no Python source goes back") }
        let contents = try await git.require(
            ["cat-file", "--batch"], to: "read the target's sources",
            input: Data(sources.map { "\($0.object)\n" }.joined().utf8))
        return try await parse(sources.map(\.path.text), contents: contents.output, as: git.owner)
    }

    private func parse(
        _ sources: [String], contents: Data, as owner: UserIdentity?
    ) async throws -> (Verdict, String) {
        let names = Data((sources.joined(separator: "\0") + "\0\0").utf8)
        let result = try await effects.processes.run(
            Command([Self.interpreter(root: root, programs), "-I", "-S", "-W", "ignore", "-c", Self.python]),
            input: names + contents,
            as: owner,
            limit: .seconds(30))
        if result.succeeded {
            return (.healthy, sources.count == 1 ? "1 Python file parses" : "\(sources.count) Python files parse")
        }
        let first = result.text.split(separator: "\n").first.map(String.init)
        return (.bad, first ?? result.errorText.trimmed)
    }

    /// Of a release directory, what its own index names.
    private func tracked(_ git: GitRepository, _ live: String?) async throws -> [String] {
        guard let live else { return try await git.tracked(suffix: "*.py", in: scope) }
        guard access(DirectoryMarker.index(in: live), R_OK) == 0 else { return [] }
        return try await DirectoryGit(git: git, directory: live).paths(["*.py"])
    }

    /// The platform's own interpreter where it has one, otherwise one that a service runs on: syntax differs between
    /// versions.
    static func interpreter(root: String, _ programs: [String]) -> String {
        let own = [".venv", "venv", "env"].map { "\(root)/\($0)/bin/python" }
        let running = programs.filter { Program.fileName($0).hasPrefix("python") }
        return (own + running).first { access($0, X_OK) == 0 } ?? "python3"
    }
}

extension GitRepository {
    fileprivate func tracked(suffix: String, in scope: CodeScope) async throws -> [String] {
        let folder = scope.prefix.isEmpty ? root : "\(root)/\(scope.prefix)"
        let result = try await require(
            ["-C", folder, "ls-files", "-z", "--full-name", "--", suffix], to: "list the sources")
        return result.output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
}
