import Crypto
import FoundationEssentials
import Glibc
package import RollbackCore
import RollbackFiles

/// Plans how a checkout goes back in place. Looks only; changes nothing.
package struct CodePlanning: Sendable {
    private let git: GitRepository
    private let table: any ProcessTable
    private let scope: CodeScope
    private let head: HeadMove

    package init(_ git: GitRepository, table: any ProcessTable, scope: CodeScope, head: HeadMove) {
        self.git = git
        self.table = table
        self.scope = scope
        self.head = head
    }

    /// What the code contributes to a plan.
    package struct Part: Sendable {
        package var contributions: [Contribution]
        /// Of the files that would be overwritten, as they are now.
        package var fingerprint: String
        /// Paths that go back, for those who look for lock files and environment files among them.
        package var paths: [String]
        /// Absolute folders of files that go away, the innermost first: they may be left with nothing but caches.
        package var emptied: [String]
        package var warnings: [String]
        /// Nothing differs: neither the tree nor `HEAD`.
        package var isThere: Bool
    }

    /// - Throws: `Failure.gitRefused` in one sentence for what cannot be done rightly; `Failure.gitLocked`.
    package func part(from current: CommitID, to target: CommitID) async throws -> Part {
        try CodeObstacles(git: git, table: table).check()
        async let work = git.workTreeChanges(to: target, in: scope)
        async let index = git.indexChanges(to: target, in: scope)
        async let branch = git.branch()
        async let special = CodeObstacles(git: git, table: table).specialSetup()
        if let why = try await special { throw refusal(why, target) }
        let found = try await work
        if let why = CodeObstacles.reason(in: found) { throw refusal(why, target) }
        let (changes, databases) = try split(found)
        if let why = try await CodeObstacles(git: git, table: table).filterReason(changes) { throw refusal(why, target) }
        let settings = CodeSettings(
            target: target, current: current, scope: scope, head: head, branch: try await branch, changes: changes,
            indexChanges: try changed(await index))
        let steps = CodeSteps(root: git.root, settings: settings)
        return Part(
            contributions: try steps.contributions(), fingerprint: fingerprint(changes), paths: changes.map(\.path.text),
            emptied: Set(settings.removals.flatMap(\.path.ancestors)).sorted().reversed().map { "\(git.root)/\($0)" },
            warnings: databases.map { "\($0) is a database under version control; it is left as it is" },
            isThere: changes.isEmpty && current == target)
    }

    private func refusal(_ why: String, _ target: CommitID) -> Failure {
        .gitRefused(what: "take the checkout back to \(target.short)", why: why)
    }

    private func changed(_ changes: [GitChange]) throws -> [CodeChange] {
        try changes.map { change in
            guard let path = TreePath(change.path) else {
                throw Failure.gitRefused(what: "read the target's tree", why: "it has the forbidden path \(change.path)")
            }
            return CodeChange(path: path, mode: change.mode, object: change.object)
        }
    }

    /// Databases are never taken back with the code: their rows are not in git.
    private func split(_ changes: [GitChange]) throws -> (code: [CodeChange], databases: [TreePath]) {
        let all = try changed(changes)
        let databases = Set(all.map(\.path).filter { SQLiteFile.belongsToDatabase("\(git.root)/\($0)") })
        return (all.filter { !databases.contains($0.path) }, databases.sorted())
    }

    /// Changes when any file that would be overwritten changes.
    private func fingerprint(_ changes: [CodeChange]) -> String {
        var hash = SHA256()
        for change in changes {
            var facts = stat()
            let found = lstat("\(git.root)/\(change.path)", &facts) == 0
            let line = "\(change.path) \(found) \(facts.st_size) \(facts.st_mtim.tv_sec).\(facts.st_mtim.tv_nsec)\n"
            hash.update(data: Data(line.utf8))
        }
        return Hexadecimal.text(hash.finalize().prefix(16))
    }
}
