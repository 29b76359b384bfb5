import RollbackConfiguration
import RollbackCore
import RollbackDrivers
import RollbackStore

/// Removes release directories that nothing needs any more. The caller holds the platform's lock.
struct DirectoryTidying: Sendable {
    let platform: Platform

    /// - Returns: the names of those that are gone.
    @discardableResult
    func tidy() async throws -> [String] {
        guard let folders = platform.access.folders else { return [] }
        return try DirectoryRetention(folders).prune(
            keeping: platform.configuration.directories.kept, commits: try await known(), runs: try undoable())
    }

    /// Where a rollback would go now, and the newest known good release whatever is live.
    private func known() async throws -> Set<CommitID> {
        let choice = TargetChoice(
            platform: platform, current: try await platform.current(), pin: try? platform.access.pins.read())
        let best = try await choice.knownGood()?.commit.id
        return Set([best, await choice.decided()].compactMap(\.self))
    }

    /// Runs that were not taken back yet. Of one that cannot be read nobody knows, and so nothing is removed.
    private func undoable() throws -> [Plan] {
        try platform.state.everyRun().compactMap { run, place in
            guard let stored = try place.read(run), stored.state.end?.undone != true else { return nil }
            return stored.header.plan
        }
    }
}
