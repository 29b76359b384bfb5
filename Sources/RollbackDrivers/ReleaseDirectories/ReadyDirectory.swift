import Glibc
import RollbackCore
import RollbackFiles

/// Looks for a release directory that is on disk and can be made live as it is.
struct ReadyDirectory: Sendable {
    let git: GitRepository
    let folders: ReleaseFolders
    let live: LiveRelease?
    let shared: [String]

    struct Found: Sendable {
        var name: String
        var sets: [DirectoryLink]
    }

    /// The live one first, then the newest. One that somebody has edited is not the release, and is passed over.
    /// - Parameter sets: those that it must have; nil: its own.
    func find(_ commit: CommitID, sets: [DirectoryLink]? = nil) async throws -> Found? {
        for (name, marker) in try candidates(commit) where sets == nil || marker.sets == sets {
            guard Set(shared).isSubset(of: marker.shared), marker.sets.allSatisfy(Self.isComplete) else { continue }
            let edited = try await DirectoryGit(git: git, directory: folders.path(of: name)).edited()
            if edited.allSatisfy({ marker.unlike.contains($0.path) }) { return Found(name: name, sets: marker.sets) }
        }
        return nil
    }

    private func candidates(_ commit: CommitID) throws -> [(name: String, marker: DirectoryMarker)] {
        let names = try folders.names().filter { $0.hasPrefix("\(commit.rawValue.prefix(12))-") }
        let found = names.compactMap { name -> (String, DirectoryMarker, Int)? in
            let path = folders.path(of: name)
            guard let marker = try? DirectoryMarker.read(path), marker.commit == commit else { return nil }
            let since = DirectoryMarker.time(in: path)
            return (name, marker, name == live?.name ? Int.max : since)
        }
        return found.sorted { ($0.2, $0.0) > ($1.2, $1.0) }.map { ($0.0, $0.1) }
    }

    /// Sets that lastgood builds have a marker of their own beside them.
    private static func isComplete(_ set: DirectoryLink) -> Bool {
        guard let path = FileCall.realPath(set.target), let key = FileCall.parent(of: path) else { return false }
        let isBuilt = FileCall.facts("\(key)/inputs") != nil
        return !isBuilt || FileCall.facts("\(key)/complete") != nil
    }
}
