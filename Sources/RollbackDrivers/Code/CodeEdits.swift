import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Changes that somebody made to the rolled-back files since: an undo must overwrite them, and keeps them first.
struct CodeEdits {
    let git: GitRepository
    let settings: CodeSettings
    let paths: CodePaths

    func keep(_ tree: Tree, _ manifest: CaptureManifest, _ progress: StepProgress) async throws {
        let edited = try await edited(tree)
        guard !edited.isEmpty else { return }
        try FileCall.makeDirectory(paths.edits)
        let entries = try EntryStore(tree: tree, folder: paths.edits).keep(edited)
        try AtomicFile.write(JSONText.data(entries, pretty: true), to: "\(paths.edits)/list.json")
        let names = edited.prefix(5).map(\.text).joined(separator: ", ")
        progress(.warning("\(edited.count) files were edited since the rollback (\(names)); they are kept in \(paths.edits)"))
    }

    /// Files that are neither the target's nor, in a half-done undo, already what was kept.
    private func edited(_ tree: Tree) async throws -> [TreePath] {
        var found: [TreePath] = []
        let kept = try FolderHandle.open(paths.kept)
        for (number, change) in settings.changes.enumerated() {
            guard let now = try tree.facts(change.path), now.st_mode & S_IFMT == S_IFREG else { continue }
            if let old = kept.facts("\(number)"), old.st_ino == now.st_ino, old.st_dev == now.st_dev { continue }
            guard change.mode != nil, let data = try FileCall.read("\(git.root)/\(change.path)") else {
                found.append(change.path)
                continue
            }
            if try await object(data, change) != change.object { found.append(change.path) }
        }
        return found
    }

    private func object(_ data: Data, _ change: CodeChange) async throws -> String {
        let result = try await git.require(
            ["hash-object", "--stdin", "--path=\(change.path)"], to: "look at \(change.path)", input: data)
        return result.text.trimmed
    }
}
