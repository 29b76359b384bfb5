import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// `package-lock.json`, installed with `npm ci` into a `node_modules` of its own.
struct NodePackages: DependencyEcosystem {
    let name = "npm"
    let liveNames = ["node_modules"]
    private static let lockName = "package-lock.json"

    /// Beside the files that it was installed from: Node looks upwards from the real place of a package.
    func setPath(of build: DependencyBuild) -> String { "\(LockPath.folder(build.input(build.lock)))/node_modules" }

    func groups(in changed: [String]) -> [LockGroup] {
        changed.filter { LockPath.name($0) == Self.lockName && !$0.contains("node_modules/") }.sorted()
            .map { LockGroup(folder: LockPath.folder($0), locks: [$0]) }
    }

    func inputs(of locks: [String], read: FileReader) async throws -> [DependencyInput] {
        var found: [DependencyInput] = []
        for lock in locks {
            for path in [lock] + ["package.json", ".npmrc"].map({ LockPath.join(LockPath.folder(lock), $0) }) {
                if let content = try await read(path) { found.append(DependencyInput(path: path, content: content)) }
            }
        }
        return found
    }

    /// `npm ci` installs what the lock file says; `package.json` must only agree with it.
    func meaning(of input: DependencyInput) -> String {
        guard input.fileName == Self.lockName else { return "" }
        let value = try? JSONText.decode(JSONValue.self, from: input.content)
        guard case .object(var lock)? = value else { return input.text }
        // The project's own version stands in the lock file, too.
        lock["version"] = nil
        if case .object(var packages)? = lock["packages"], case .object(var own)? = packages[""] {
            own["version"] = nil
            packages[""] = .object(own)
            lock["packages"] = .object(packages)
        }
        let data = try? JSONText.data(JSONValue.object(lock))
        return String(decoding: data ?? input.content, as: UTF8.self)
    }

    func obstacle(_ inputs: [DependencyInput], live: LiveSet, root: String) throws -> String? {
        guard let lock = inputs.first, inputs.contains(where: { $0.fileName == "package.json" }) else {
            return "package.json is not in the target"
        }
        let value = try? JSONText.decode(JSONValue.self, from: lock.content)
        guard case .object(let packages)? = value?["packages"] else {
            return "\(lock.path) has the format of npm 6 or older, or cannot be read"
        }
        let local = packages.first { package in
            package.value["link"] == .bool(true) || package.value["resolved"]?.string?.hasPrefix("file:") ?? false
        }
        return local.map { "\(lock.path) installs \($0.key) from the checkout itself" }
    }

    func remarks(_ inputs: [DependencyInput]) -> [String] {
        guard let own = inputs.first(where: { $0.fileName == "package.json" }),
            case .object(let scripts)? = (try? JSONText.decode(JSONValue.self, from: own.content))?["scripts"]
        else { return [] }
        let left = ["preinstall", "install", "postinstall", "prepare"].filter { scripts[$0] != nil }
        guard !left.isEmpty else { return [] }
        return ["\(own.path) runs its own \(left.joined(separator: ", ")) at an install; that is left out"]
    }

    func isSet(_ folder: String) -> Bool {
        LockPath.name(folder) == "node_modules" && access(folder, F_OK) == 0
    }

    func interpreter(of live: LiveSet, _ shell: DependencyShell) async throws -> InterpreterFacts? {
        let script = "process.version + ' ' + process.versions.modules + ' ' + process.platform + '-' + process.arch"
        guard let answer = try await shell.answer(["node", "-p", script])?.trimmed,
            try await shell.answer(["npm", "--version"]) != nil
        else { return nil }
        let parts = answer.split(separator: " ").map(String.init)
        guard parts.count == 3 else { return nil }
        return InterpreterFacts(title: "Node.js \(parts[0])", version: "\(parts[0]) \(parts[1])", platform: parts[2])
    }

    /// `node_modules` does not say from which lock file it was installed as a whole.
    func holds(_ inputs: [DependencyInput], in folder: String, _ interpreter: InterpreterFacts) throws -> Bool { false }

    /// The project's own scripts need its sources, which are not there; those of the packages still run.
    func written(_ input: DependencyInput) throws -> Data {
        guard input.fileName == "package.json",
            case .object(var own) = try JSONText.decode(JSONValue.self, from: input.content)
        else { return input.content }
        own["scripts"] = nil
        return try JSONText.data(JSONValue.object(own), pretty: true)
    }

    /// Tokens of a registry stand in `.npmrc`.
    func passing(_ path: String) -> Bool { LockPath.name(path) == ".npmrc" }

    func commands(for build: DependencyBuild) -> [BuildCommand] {
        let here = LockPath.folder(build.input(build.lock))
        return [
            BuildCommand(
                doing: "npm installs \(build.lock)",
                command: Command(["npm", "ci", "--no-audit", "--no-fund", "--no-progress"], in: here))
        ]
    }
}
