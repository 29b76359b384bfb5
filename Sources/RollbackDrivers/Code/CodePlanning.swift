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
        let obstacles = CodeObstacles(git: git, table: table)
        try obstacles.check()
        async let work = CodeDifferences(git: git, scope: scope).found(to: target)
        async let index = git.indexChanges(to: target, in: scope)
        async let branch = git.branch()
        let entries = try await index
        let noRoom = head == .branch ? try obstacles.branchReason() : nil
        let conflict = CodeObstacles.reason(in: entries)
        let found = try await work
        if let why = try git.settings.obstacle ?? noRoom ?? conflict ?? found.refusal
            ?? obstacles.databaseReason(found.code)
        {
            throw Failure.gitRefused(what: "take the checkout back to \(target.short)", why: why)
        }
        let staged = try CodeDifferences.checked(entries)
        let settings = CodeSettings(
            target: target, current: current, scope: scope, head: head, branch: try await branch, changes: found.code,
            staged: staged == found.code ? nil : staged)
        let steps = CodeSteps(root: git.root, settings: settings)
        return Part(
            contributions: try steps.contributions(), fingerprint: fingerprint(found.code),
            paths: found.code.map(\.path.text),
            emptied: Set(settings.removals.flatMap(\.path.ancestors)).sorted().reversed().map { "\(git.root)/\($0)" },
            warnings: found.databases.map { "\($0) is a database under version control; it is left as it is" },
            isThere: found.code.isEmpty && current == target)
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
