import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Removes caches that could serve the bad release's code. They are made anew, so nothing is kept of them.
struct ClearCaches: Step {
    static let kind: StepKind = "caches.clear"

    struct Settings: Codable, Sendable, Hashable {
        var root: String
        /// Names (`__pycache__`, `*.pyc`), or paths from the root (`web/.next/cache`), as fnmatch(3) reads them.
        var patterns: [String]
        /// Absolute, the innermost first: folders of the bad release, removed when only caches were left in them. An
        /// empty folder of a removed Python package could still be imported.
        var emptied: [String] = []
    }

    struct Output: Codable, Sendable {
        var removed: Int
    }

    let settings: Settings
    /// Nil: the platform is under no version control.
    let git: GitRepository?

    func perform(_ progress: StepProgress) async throws -> Output {
        let found = try await clear()
        for folder in settings.emptied { rmdir(folder) }
        return Output(removed: found.count)
    }

    /// What the target's services have cached since would serve its code to the release that comes back: Python knows
    /// a cache by the size of its source and the second in which that was written, and both can be the same.
    func undo(_ output: Output?, _ progress: StepProgress) async throws {
        do { _ = try await clear() } catch {
            let names = settings.patterns.joined(separator: ", ")
            progress(.warning("not every cache could be cleared; should the other code be served, remove: \(names)"))
        }
    }

    private func clear() async throws -> [String] {
        let found = try await disposable(matches())
        for path in found { try remove("\(settings.root)/\(path)") }
        return found
    }

    /// Dependency sets and repositories have caches of their own, which belong to them.
    private static let closed: Set = [".git", "node_modules", "site-packages", ".venv", "venv"]

    private func matches() throws -> [String] {
        var found: [String] = []
        var taken: Set<String> = []
        let patterns = NamePatterns(settings.patterns)
        try TreeWalk.names(settings.root) { path in
            let name = path.split(separator: "/").last.map(String.init) ?? path
            return !taken.contains(path) && !Self.closed.contains(name) && path != "rollback"
                && access("\(settings.root)/\(path)/pyvenv.cfg", F_OK) != 0
        } visit: { parent, name, _ in
            guard patterns.match(name, in: parent) else { return }
            let path = TreeWalk.path(of: name, in: parent)
            found.append(path)
            taken.insert(path)
        }
        return found
    }

    /// What is under version control is no cache, whatever it is called: it would not be made anew.
    private func disposable(_ paths: [String]) async throws -> [String] {
        guard let git, !paths.isEmpty else { return paths }
        let result = try await git.require(
            ["-C", settings.root, "ls-files", "-z", "--"] + specs(for: paths), to: "list what is under version control")
        let tracked = result.output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        return paths.filter { path in !tracked.contains { $0 == path || $0.hasPrefix("\(path)/") } }
    }

    /// Few paths are asked for by name: git holds every pattern against each name of the index, which takes four times
    /// as long.
    private func specs(for paths: [String]) -> [String] {
        if paths.count <= 100 { return paths.map { ":(literal)\($0)" } }
        return settings.patterns.flatMap {
            $0.contains("/") ? [$0, "\($0)/*"] : [$0, "\($0)/*", "*/\($0)", "*/\($0)/*"]
        }
    }

    /// What goes away by itself meanwhile is gone as wanted.
    private func remove(_ path: String) throws {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            if access(path, F_OK) == 0 { throw Failure.file(path: path, doing: "clear the cache", errno: EIO) }
        }
    }
}
