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
        let console = console
        let progress = StepProgress { detail in
            switch detail {
            case .doing(let what): console.say("  \(SafeText.oneLine(what))")
            case .warning(let what): console.say("  note: \(SafeText.oneLine(what))")
            default: break
            }
        }
        console.say("Building \(SafeText.oneLine(title)), so that a rollback finds it:")
        do {
            let dependencies = try platform.releaseDependencies(of: commit)
            let path = try await unlessWanted { try await dependencies.build(set, progress) }
            return path == nil ? "\(only): a rollback needed the platform; record again to build it" : nil
        } catch {
            return "\(only): \(platform.access.mask(platform.effects.words(error)))"
        }
    }

    private static let pause = Duration.milliseconds(100)

    /// - Returns: nil when a rollback asks for the platform; the work is ended then.
    private func unlessWanted(_ work: @escaping @Sendable () async throws -> String) async throws -> String? {
        let (state, clock) = (platform.state, platform.effects.clock)
        return try await withThrowingTaskGroup(of: String?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                while !Preemption.isRequested(state) { try await clock.sleep(Self.pause) }
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }
}
