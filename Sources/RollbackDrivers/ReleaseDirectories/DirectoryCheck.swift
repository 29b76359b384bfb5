import RollbackCore
import RollbackFiles

/// Whether the live release directory is what it should be, and as it was built.
struct DirectoryCheck: Sendable {
    let git: GitRepository
    let folders: ReleaseFolders
    let expected: CodeExpectation

    func measure() async throws -> (Verdict, String) {
        guard let live = try folders.live(), let path = live.path else {
            return (.bad, "\(folders.link) leads to no release")
        }
        guard let commit = live.commit else {
            return (.inconclusive, "\(live.text) does not say which commit it is: lastgood did not build it")
        }
        if commit == expected.bad { return (.bad, "\(commit.short), which was rolled back from, is live again") }
        if let target = expected.target, commit != target {
            return (.bad, "\(live.text) is live, which is \(commit.short) and not \(target.short)")
        }
        guard let marker = live.marker else {
            return (.inconclusive, "\(live.text) says that it is \(commit.short), and lastgood did not build it")
        }
        let edited = try await DirectoryGit(git: git, directory: path).edited()
            .filter { !marker.unlike.contains($0.path) }
        guard let first = edited.first else { return (.healthy, "\(live.text) is \(commit.short), as it was built") }
        let count = edited.count == 1 ? "1 file was" : "\(edited.count) files were"
        return (.bad, "\(count) edited in \(live.text): \(first.path)\(edited.count > 1 ? ", …" : "")")
    }
}

extension GitRepository {
    /// The files of the live release directory that were edited since it was built.
    package func editedPaths(in folders: ReleaseFolders) async throws -> [String] {
        guard let live = try folders.live(), let path = live.path, let marker = live.marker else { return [] }
        return try await DirectoryGit(git: self, directory: path).edited().map(\.path)
            .filter { !marker.unlike.contains($0) }
    }
}
