import Foundation
import Glibc
import Testing

/// A small platform in a repository of its own: two releases, services, optionally `rollback/config`. Everything it
/// made and started is gone when its test ends, however that ends.
struct AcceptancePlatform {
    let root: String
    /// Outside the checkout: what the services say of themselves.
    let notes: String

    /// - Parameters:
    ///   - bad: what `app/release` says in the newest release.
    ///   - place: where the checkout is made; a temporary folder if left out.
    static func with(
        bad: String = "failing", at place: String? = nil, _ body: (AcceptancePlatform) async throws -> Void
    ) async throws {
        await Turnstile.platforms.enter()
        let platform: AcceptancePlatform
        do {
            platform = AcceptancePlatform(
                root: try place ?? Folders.temporary("platform"), notes: try Folders.temporary("notes"))
            try await platform.create(bad)
        } catch {
            await Turnstile.platforms.leave()
            throw error
        }
        let result: Result<Void, any Error>
        do { result = .success(try await body(platform)) } catch { result = .failure(error) }
        platform.remove()
        await Turnstile.platforms.leave()
        try result.get()
    }

    private func create(_ bad: String) async throws {
        try write("app/server.py", PlatformSources.server)
        try write("app/worker.py", PlatformSources.worker)
        try write(".gitignore", ".env\n*.log\n__pycache__/\n")
        try write("app/release", "good\n")
        try await git("init", "--quiet", "--initial-branch=main")
        try await git("config", "user.name", "Ann Lee")
        try await git("config", "user.email", "ann@example.org")
        try await git("config", "gc.auto", "0")
        try await commit("Release 1.0")
        try write("app/release", bad + "\n")
        try await commit("Release 1.1 (#42)")
    }

    private func remove() {
        LivingProcesses.end(in: root)
        chmod("\(root)/.git", 0o700)
        Folders.remove(root)
        Folders.remove(notes)
    }

    func write(_ path: String, _ text: String) throws { try Folders.write(text, to: "\(root)/\(path)") }
    func text(_ path: String) -> String { Folders.text("\(root)/\(path)") }

    @discardableResult
    func git(_ arguments: String...) async throws -> String {
        let running = try Running(["git", "-C", root] + arguments, in: root)
        let result = try await running.end()
        try #require(result.status == 0, "git \(arguments.joined(separator: " ")): \(result.errors)")
        return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func commit(_ subject: String) async throws {
        try await git("add", "--all", ":(exclude)rollback")
        try await git("commit", "--quiet", "--message", subject)
    }

    /// The release that works.
    func good() async throws -> String { try await git("rev-list", "--max-parents=0", "main") }
}

// The program on it.
extension AcceptancePlatform {
    func start(
        _ arguments: [String], environment: [String: String] = [:], without: [String] = []
    ) throws -> Running {
        try Running([Program.path] + arguments, in: root, environment: environment, without: without)
    }

    @discardableResult
    func lastgood(_ arguments: String..., environment: [String: String] = [:]) async throws -> Finished {
        try await start(arguments, environment: environment).end(within: 2 * patience)
    }

    func terminal(_ arguments: String...) throws -> Terminal { try Terminal(arguments, in: root) }

    /// Every line of `--json`, parsed; a line that is none is a failure.
    func json(_ arguments: String...) async throws -> JSONOutput {
        try JSONOutput(try await start(arguments + ["--json"]).end(within: 2 * patience))
    }

    var state: PlatformState { get async throws { try await PlatformState(self) } }
    var stateFolder: String { "\(root)/.git/lastgood" }
}
