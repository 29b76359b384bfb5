import FoundationEssentials
import Glibc
import RollbackCore
@testable import RollbackDrivers
import RollbackFiles

extension CodePlace {
    /// Everything that can be seen of the repository: files with bytes, mode, owner and time, links, folders; what git
    /// says of index, branches and `HEAD`.
    func state() async throws -> [String: String] {
        var seen: [String: String] = [:]
        try TreeWalk.walk(root, enter: { $0 != ".git" }) { path, _, _ in
            if path != ".git" { seen[path] = look("\(root)/\(path)") }
        }
        seen["status"] = try await git("status", "--porcelain=v2", "--untracked-files=all")
        seen["index"] = try await git("ls-files", "-s", "-t", "-v")
        seen["branches"] = try await git("for-each-ref")
        seen["HEAD"] = String(decoding: try FileCall.read(try await gitFolder() + "/HEAD") ?? Data(), as: UTF8.self)
        return seen
    }

    private func look(_ path: String) -> String {
        guard let facts = FileCall.facts(path) else { return "gone" }
        let who = "\(String(facts.st_mode, radix: 8)) \(facts.st_uid):\(facts.st_gid)"
        switch facts.st_mode & S_IFMT {
        case S_IFDIR: return who
        case S_IFLNK: return "\(who) -> \(FileCall.linkText(path) ?? "")"
        default:
            let bytes = (try? FileCall.read(path)).flatMap { $0 } ?? Data()
            return "\(who) \(facts.st_mtim.tv_sec).\(facts.st_mtim.tv_nsec) \(bytes.base64EncodedString())"
        }
    }

    func gitFolder() async throws -> String {
        try await git("rev-parse", "--path-format=absolute", "--git-dir").trimmed
    }

    /// What differs from a state seen before, one line each.
    func differences(from before: [String: String]) async throws -> [String] {
        let now = try await state()
        return Set(before.keys).union(now.keys).sorted().filter { before[$0] != now[$0] }
            .map { "\($0): \(before[$0] ?? "missing") → \(now[$0] ?? "missing")" }
    }

    /// Locks and temporary files that nobody will ever take away.
    func leftovers() throws -> [String] {
        var found: [String] = []
        try TreeWalk.walk(root, enter: { _ in true }) { path, name, _ in
            if name.hasSuffix(".lock") || name.contains("lastgood-") || name.hasSuffix(".new") { found.append(path) }
        }
        return found.sorted()
    }

    /// How the checkout differs from a commit, by git itself.
    func unlike(_ commit: CommitID) async throws -> String {
        try await git("diff", "--name-status", "--no-ext-diff", commit.rawValue, "--")
    }
}
