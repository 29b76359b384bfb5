import FoundationEssentials
import RollbackCore
import RollbackFiles

/// Git on a release directory: with the repository's objects, the directory's files and an index of its own.
struct DirectoryGit: Sendable {
    let git: GitRepository
    let directory: String

    var index: String { DirectoryMarker.index(in: directory) }
    private var variables: [String: String] { ["GIT_DIR": git.gitFolder, "GIT_INDEX_FILE": index] }

    @discardableResult
    func require(_ arguments: [String], to what: String, input: Data = Data()) async throws -> CommandResult {
        // Links are written as links, and every file, however the checkout is set up.
        try await git.require(
            [
                "-C", directory, "--work-tree=\(directory)", "-c", "core.symlinks=true", "-c",
                "core.sparseCheckout=false",
            ] + arguments, to: what, input: input, environment: variables)
    }

    func paths(_ pathspecs: [String] = []) async throws -> [String] {
        let listed = try await require(["ls-files", "-z", "--"] + pathspecs, to: "list the release's files")
        return listed.output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Files that are not what the index says, each looked into when its times or its size differ. A look only.
    func edited() async throws -> [GitChange] {
        let found = try await require(
            ["diff-files", "--raw", "--no-abbrev", "-z", "--ignore-submodules"], to: "look for edited files")
        let changes = try GitRepository.parse(found.output)
        let touched = changes.filter { $0.mode == $0.modeHere && $0.mode != "120000" }
        let names = try await git.blobNames(
            of: touched.compactMap { TreePath($0.path) }, in: directory, environment: variables)
        return changes.filter { change in
            if change.mode == "120000", change.modeHere == "120000" {
                return FileCall.linkTarget("\(directory)/\(change.path)").map {
                    GitBlob.name(of: $0, like: change.object)
                } != change.object
            }
            return change.mode != change.modeHere || TreePath(change.path).map { names[$0] } != change.object
        }
    }
}
