import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Changes that somebody made to the rolled-back files since: an undo must overwrite them, and keeps them first.
struct CodeEdits {
    let git: GitRepository
    let settings: CodeSettings
    let paths: CodePaths

    func keep(_ tree: Tree, _ progress: StepProgress) async throws {
        let edited = try await edited(tree)
        guard !edited.isEmpty else { return }
        try FileCall.makeDirectory(paths.edits)
        let entries = try EntryStore(tree: tree, folder: paths.edits).keep(edited)
        try AtomicFile.write(JSONText.data(entries, pretty: true), to: "\(paths.edits)/list.json")
        let names = edited.prefix(5).map(\.text).joined(separator: ", ") + (edited.count > 5 ? ", …" : "")
        let files = edited.count == 1 ? "1 file was" : "\(edited.count) files were"
        progress(.warning("\(files) edited since the rollback (\(names)); what they say now is kept in \(paths.edits)"))
    }

    /// Files that are neither what was put there nor, in a half-done undo, already what was kept.
    private func edited(_ tree: Tree) async throws -> [TreePath] {
        let written = try JSONText.decode([WrittenFile].self, from: FileCall.read(paths.written) ?? Data("[]".utf8))
        let kept = try FolderHandle.open(paths.kept)
        var (found, doubtful): ([TreePath], [CodeChange]) = ([], [])
        var place = 0
        for (number, change) in settings.changes.enumerated() {
            let ready = change.mode != nil && place < written.count ? written[place] : nil
            place += change.mode == nil ? 0 : 1
            guard let now = try tree.facts(change.path), now.st_mode & S_IFMT != S_IFDIR else { continue }
            if let old = kept.facts("\(number)"), old.st_ino == now.st_ino, old.st_dev == now.st_dev { continue }
            if ready == WrittenFile(now) { continue }
            let comparable = change.mode != nil && !change.isLink && now.st_mode & S_IFMT == S_IFREG
            if comparable { doubtful.append(change) } else { found.append(change.path) }
        }
        return found + (try await differing(doubtful))
    }

    /// Of files that were touched, those whose content differs.
    private func differing(_ changes: [CodeChange]) async throws -> [TreePath] {
        let names = try await git.blobNames(of: changes.map(\.path), in: git.root)
        return changes.filter { names[$0.path] != $0.object }.map(\.path)
    }
}
