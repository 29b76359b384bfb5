import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// What keeps a checkout from going back rightly, found before any effect and said in one sentence.
struct CodeObstacles: Sendable {
    let git: GitRepository
    let table: any ProcessTable

    /// - Throws: `Failure.gitLocked` with the process that works in the repository, if there is one.
    func check() throws {
        for name in ["index.lock", "HEAD.lock"] {
            let path = "\(git.gitFolder)/\(name)"
            guard access(path, F_OK) == 0 else { continue }
            throw Failure.gitLocked(path: path, holder: try gitProcess())
        }
    }

    private func gitProcess() throws -> String? {
        let found = try table.processes().first { process in
            guard let program = process.arguments.first?.split(separator: "/").last, program == "git" else { return false }
            return table.workingDirectory(of: process.identity.id)?.hasPrefix(git.root) ?? false
        }
        return found.map { "\($0.arguments.joined(separator: " ")) (process \($0.identity.id))" }
    }

    /// Settings of the repository under which replacing files one by one would not be right.
    func specialSetup() async throws -> String? {
        let result = try await git.run(
            ["config", "--get-regexp", #"^(core\.sparsecheckout|extensions\.refstorage)$"#])
        for line in result.text.split(separator: "\n") {
            let pair = line.split(separator: " ", maxSplits: 1)
            switch (pair.first, pair.last) {
            case ("core.sparsecheckout", "true"):
                return "it is a sparse checkout; make it whole first: git sparse-checkout disable"
            case ("extensions.refstorage", let format?) where format != "files":
                return "its branches are stored as \(format), and lastgood moves branches of the files format only"
            default: continue
            }
        }
        return nil
    }

    static func reason(in changes: [GitChange]) -> String? {
        for change in changes {
            if change.status == "U" {
                return "\(change.path) has merge conflicts; end the merge first: git merge --abort (or git rebase --abort)"
            }
            if change.mode == "160000" || change.modeHere == "160000" {
                return "the submodule \(change.path) differs, and submodules are not taken back; "
                    + "choose a target with the same submodule commit, or set it by hand: git submodule update"
            }
        }
        return nil
    }

    /// Files that go through a filter program come from git as pointers. Those of Git LFS are taken from its local
    /// store; other filters are programs of the repository's configuration, which lastgood does not run.
    func filterReason(_ changes: [CodeChange]) async throws -> String? {
        let paths = changes.filter { $0.mode != nil }.map(\.path.text)
        guard !paths.isEmpty else { return nil }
        for (path, filter) in try await git.filters(of: paths, index: nil) where filter != "lfs" {
            return "\(path) goes through the filter \(filter), which lastgood does not run"
        }
        return nil
    }
}

extension GitRepository {
    /// The filter attribute of those paths that have one.
    /// - Parameter index: read attributes from this index instead of the checkout.
    func filters(of paths: [String], index: String?) async throws -> [(path: String, filter: String)] {
        let input = Data(paths.joined(separator: "\0").utf8) + [0]
        let result = try await require(
            ["check-attr", "-z", "--stdin"] + (index == nil ? [] : ["--cached"]) + ["filter"], to: "read attributes",
            input: input, environment: index.map { ["GIT_INDEX_FILE": $0] } ?? [:])
        let fields = result.output.split(separator: 0, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        return stride(from: 0, to: fields.count - 2, by: 3).compactMap { place in
            let value = fields[place + 2]
            return ["unspecified", "unset", "set"].contains(value) ? nil : (fields[place], value)
        }
    }
}
