import FoundationEssentials
import Glibc
import RollbackCore

/// Whether the Python sources parse. Nothing of them is executed.
struct SyntaxCheck: Sendable {
    let root: String
    let git: GitRepository?
    let scope: CodeScope
    let effects: Effects
    /// Paths from the repository's top; nil: all that are tracked.
    var paths: [String]?
    /// Programs that services run as, absolute.
    var programs: [String] = []
    /// Nil where the code is in the checkout itself.
    var folders: ReleaseFolders?

    /// One process parses all files, whose names it reads from its standard input.
    private static let python = """
        import sys
        bad = []
        for name in sys.stdin.buffer.read().split(b"\\0"):
            try:
                if name: compile(open(name, "rb").read(), name, "exec", dont_inherit=True)
            except SyntaxError as error:
                bad.append(f"{name.decode(errors='replace')}:{error.lineno}: {error.msg}")
            except (OSError, ValueError) as error:
                bad.append(f"{name.decode(errors='replace')}: {error}")
        print("\\n".join(bad[:5]))
        sys.exit(1 if bad else 0)
        """

    func measure() async throws -> (Verdict, String) {
        guard let git else { return (.inconclusive, "the platform is not in a git repository") }
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
        let input = Data(sources.map { "\(top)/\($0)" }.joined(separator: "\0").utf8)
        let result = try await effects.processes.run(
            Command([Self.interpreter(root: root, programs), "-I", "-S", "-W", "ignore", "-c", Self.python]),
            input: input,
            as: git.owner,
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
