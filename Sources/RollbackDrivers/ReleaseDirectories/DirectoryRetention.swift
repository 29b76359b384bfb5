import FoundationEssentials
import Glibc
package import RollbackCore
import RollbackFiles

/// Removes release directories that nothing needs any more. The caller holds the platform's lock.
package struct DirectoryRetention: Sendable {
    private let folders: ReleaseFolders

    package init(_ folders: ReleaseFolders) { self.folders = folders }

    /// Keeps the newest ones, the live one, and those that somebody may want back.
    /// - Parameters:
    ///   - count: how many are kept besides those.
    ///   - commits: releases of which a directory stays.
    ///   - runs: what ended runs may be taken back to.
    /// - Returns: the names of those that are gone.
    @discardableResult
    package func prune(keeping count: Int, commits: Set<CommitID>, runs: [Plan]) throws -> [String] {
        guard FileCall.facts(folders.folder) != nil else { return [] }
        let removal = DirectoryRemoval(folders: folders)
        try removal.sweep()
        let live = try folders.live()
        let needed = Set(runs.flatMap(Self.links)).union([live?.text].compactMap(\.self))
        var spare: [(name: String, since: Int)] = []
        for name in try folders.names() where !needed.contains(ReleaseFolders.text(of: name)) {
            let path = folders.path(of: name)
            guard FileCall.realPath(path) != live?.path, try removal.isOurs(path) else { continue }
            // A build that was cut short: whoever holds the lock builds nothing now.
            if FileCall.facts(DirectoryMarker.path(in: path)) == nil { try removal.remove(name) }
            guard let marker = try? DirectoryMarker.read(path), !commits.contains(marker.commit) else { continue }
            spare.append((name, DirectoryMarker.time(in: path)))
        }
        let gone = spare.sorted { ($0.since, $0.name) > ($1.since, $1.name) }.dropFirst(count).map(\.name)
        for name in gone { try removal.remove(name) }
        return gone
    }

    /// What the link said before a run, and what it made of it.
    private static func links(of plan: Plan) -> [String] {
        guard let change = try? DirectorySteps.change(of: plan) else { return [] }
        return [change.old, change.new].compactMap(\.self)
    }
}
