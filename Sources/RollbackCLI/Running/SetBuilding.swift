import RollbackCore
import RollbackDrivers
import RollbackReporting
import RollbackStore

/// Builds dependency sets of a release into the store, and gives way to a rollback at once.
struct SetBuilding: Sendable {
    let platform: Platform
    let console: Console

    /// - Returns: what could not be done, and why; the release is recorded all the same.
    func build(_ sets: [ReleaseDependencies.Found], of commit: CommitID) async -> [String] {
        var notes: [String] = []
        for set in sets where set.kept == nil {
            if let note = await build(set, commit) { notes.append(note) }
        }
        return notes
    }

    private func build(_ set: ReleaseDependencies.Found, _ commit: CommitID) async -> String? {
        let title = ReleaseText.title(set.set)
        let only = "\(title) is only installed at \(set.live)"
        if let obstacle = set.obstacle { return "\(only), and cannot be built: \(obstacle)" }
        console.say("Building \(SafeText.oneLine(title)), so that a rollback finds it:")
        do {
            let dependencies = try platform.releaseDependencies(of: commit)
            let progress = console.background
            let path = try await Preemption.unlessWanted(platform.state, platform.effects.clock) {
                try await dependencies.build(set, progress)
            }
            return path == nil ? "\(only): a rollback needed the platform; record again to build it" : nil
        } catch {
            return "\(only): \(platform.access.mask(platform.effects.words(error)))"
        }
    }
}
