import FoundationEssentials
import RollbackCore

/// Lock files of a tool that installs them itself: possible where that tool is.
struct PythonLockTool: PythonEcosystem {
    let name: String
    let lockName: String
    /// Read beside the lock file.
    let companion: String

    static let all = [
        PythonLockTool(name: "uv", lockName: "uv.lock", companion: "pyproject.toml"),
        PythonLockTool(name: "poetry", lockName: "poetry.lock", companion: "pyproject.toml"),
        PythonLockTool(name: "pipenv", lockName: "Pipfile.lock", companion: "Pipfile"),
    ]

    func groups(in changed: [String]) -> [LockGroup] {
        changed.filter { LockPath.name($0) == lockName }.sorted()
            .map { LockGroup(folder: LockPath.folder($0), locks: [$0]) }
    }

    func inputs(of locks: [String], read: FileReader) async throws -> [DependencyInput] {
        var found: [DependencyInput] = []
        for path in locks + locks.map({ LockPath.join(LockPath.folder($0), companion) }) {
            if let content = try await read(path) { found.append(DependencyInput(path: path, content: content)) }
        }
        return found
    }

    /// The lock file alone decides; of the companion the tool only checks that it fits.
    func meaning(of input: DependencyInput) -> String {
        guard input.fileName == lockName else { return "" }
        if let json = try? JSONText.decode(JSONValue.self, from: input.content) { return "\(json)" }
        let lines = input.text.split(whereSeparator: \.isNewline).map { String($0).trimmed }
        return lines.filter { !$0.isEmpty && !$0.hasPrefix("#") }.joined(separator: "\n")
    }

    /// Packages that lie in the checkout would be installed from the release that goes away.
    private static let localMarks = [
        "source = { directory =", "source = { path =", "source = { editable = \"..", "type = \"directory\"",
        "type = \"file\"", "\"path\":", "\"editable\": true",
    ]

    func obstacle(_ inputs: [DependencyInput], live: LiveSet, root: String) throws -> String? {
        guard let lock = inputs.first, inputs.count == 2 else { return "\(companion) is not in the target" }
        let isLocal = Self.localMarks.contains(where: lock.text.contains)
        if isLocal { return "\(lock.path) installs from the checkout itself" }
        return try referenceObstacle(live)
    }

    func interpreter(of live: LiveSet, _ shell: DependencyShell) async throws -> InterpreterFacts? {
        guard try await shell.answer([name, "--version"]) != nil else { return nil }
        return try await python(of: live, shell)
    }

    private func python(of live: LiveSet, _ shell: DependencyShell) async throws -> InterpreterFacts? {
        try await PipRequirements().interpreter(of: live, shell)
    }

    /// Nothing of the project itself is installed: services import it from their folder. uv makes its environment
    /// itself (`UV_PROJECT_ENVIRONMENT`); poetry and pipenv install into the one that is active (`VIRTUAL_ENV`).
    func commands(for build: DependencyBuild) -> [BuildCommand] {
        let here = LockPath.folder(build.input(build.lock))
        let environment = setPath(of: build)
        let install: Command
        switch name {
        case "uv":
            install = Command(
                ["uv", "sync", "--frozen", "--no-install-project"], in: here,
                environment: ["UV_PROJECT_ENVIRONMENT": environment, "UV_PYTHON": "\(build.live.path)/bin/python"])
        case "poetry":
            install = Command(
                ["poetry", "install", "--no-root", "--no-interaction", "--no-ansi"], in: here,
                environment: ["VIRTUAL_ENV": environment])
        default:
            install = Command(["pipenv", "sync"], in: here, environment: ["VIRTUAL_ENV": environment])
        }
        let doing = BuildCommand(doing: "\(name) installs \(build.lock)", command: install)
        return name == "uv" ? [doing] : [environmentCommand(for: build), doing]
    }
}
