import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// What keeps a checkout from going back rightly, found before any effect and said in one sentence.
struct CodeObstacles: Sendable {
    let git: GitRepository
    let table: any ProcessTable

    /// - Throws: `Failure.gitLocked` with the process that works in the repository, if there is one;
    ///   `Failure.gitRefused` in the middle of a merge, and without an index.
    func check() throws {
        for name in ["index.lock", "HEAD.lock"] {
            let path = "\(git.gitFolder)/\(name)"
            guard access(path, F_OK) == 0 else { continue }
            throw Failure.gitLocked(path: path, holder: try gitProcess())
        }
        for (name, what, command) in Self.unfinished where access("\(git.gitFolder)/\(name)", F_OK) == 0 {
            throw Failure.gitRefused(
                what: "take the checkout back", why: "\(what) is under way; end it first: git \(command) --abort")
        }
        guard access("\(git.gitFolder)/index", F_OK) == 0 else {
            throw Failure.gitRefused(what: "take the checkout back", why: "it has no index; make one first: git reset")
        }
    }

    /// Files by which git knows that it was interrupted (git, `wt-status.c`, `wt_status_get_state`).
    private static let unfinished = [
        ("MERGE_HEAD", "a merge", "merge"), ("rebase-merge", "a rebase", "rebase"),
        ("rebase-apply", "a rebase", "rebase"),
        ("CHERRY_PICK_HEAD", "a cherry-pick", "cherry-pick"), ("REVERT_HEAD", "a revert", "revert"),
    ]

    private func gitProcess() throws -> String? {
        let found = try table.processes().first { process in
            guard let program = process.arguments.first?.split(separator: "/").last, program == "git" else {
                return false
            }
            return table.workingDirectory(of: process.identity.id)?.hasPrefix(git.root) ?? false
        }
        return found.map { "\($0.arguments.joined(separator: " ")) (process \($0.identity.id))" }
    }

    /// Branches live in folders: below a branch `rollback` there is no room for another.
    func branchReason() throws -> String? {
        try GitBranchFiles(git: git).has("rollback")
            ? "its branch rollback leaves no room for rollback/run-N; rename it first: git branch -m rollback old-rollback"
            : nil
    }

    static func reason(in changes: [GitChange]) -> String? {
        for change in changes {
            if change.status == "U" {
                return "\(change.path) has merge conflicts; end them first: git add \(Command.quoted(change.path))"
            }
            if change.mode == "160000" || change.modeHere == "160000" {
                return "the submodule \(change.path) differs, and submodules are not taken back; "
                    + "choose a target with the same submodule commit, or set it by hand: git submodule update"
            }
        }
        return nil
    }

    /// Databases are never moved: not as what stands where the target has a folder, and not in a folder that stands
    /// where the target has a file.
    func databaseReason(_ changes: [CodeChange]) throws -> String? {
        for change in changes where change.mode != nil {
            for folder in change.path.ancestors where SQLiteFile.isDatabase("\(git.root)/\(folder)") {
                return "\(folder) is a database where the target has a folder; move it first"
            }
            let full = "\(git.root)/\(change.path)"
            guard let facts = FileCall.facts(full), facts.st_mode & S_IFMT == S_IFDIR else { continue }
            var database: String?
            try TreeWalk.walk(full, enter: { _ in true }) { path, _, isFolder in
                if database == nil, !isFolder, SQLiteFile.isDatabase("\(full)/\(path)") { database = path }
            }
            if let database {
                return "\(change.path)/\(database) is a database in a folder where the target has a file; move it first"
            }
        }
        return nil
    }

    /// Files that go through a filter program come from git as pointers. Those of Git LFS are taken from its local
    /// store; other filters are programs of the repository's configuration, which lastgood does not run.
    static func refusal(of filters: [(path: String, filter: String)]) -> String? {
        filters.first { $0.filter != "lfs" }.map {
            "\($0.path) goes through the filter \($0.filter), which lastgood does not run"
        }
    }
}
