import RollbackConfiguration
import RollbackCore
import RollbackDrivers
import RollbackReporting
import RollbackStore

/// Records what is checked out as a release, and makes its dependency sets restorable.
struct ReleaseRecording: Sendable {
    let platform: Platform
    let console: Console
    let actor: String
    let reason: String?
    /// Whether sets that are only installed are built into the store.
    let builds: Bool
    /// Whether a complete snapshot is taken.
    let keeps: Bool
    /// The databases' schemas are recorded as they are now, whatever they were.
    let schemaAnew: Bool

    /// The record comes before the builds: a rollback that wants the platform meanwhile costs a build, and no record.
    func run() async throws -> ExitCode {
        let commit = try await platform.current()
        let gathering = try platform.releaseGathering(of: commit)
        let gathered = try await gathering.gather(commit)
        if let known = try known(gathered), !builds || gathered.sets.allSatisfy({ !$0.canBeBuilt }) {
            let schema = await databases.record(known)
            return try await tell(known, isNew: false, notes: gathered.notes + notes(gathered.sets) + schema)
        }
        let lock = try RunLock(platform: platform, actor: actor).acquireInBackground()
        try await refuseMoved(commit, gathering)
        let (release, isNew) = try keep(gathered)
        let schema = await databases.record(release)
        let building = SetBuilding(platform: platform, console: console)
        let notes = builds ? await building.build(gathered.sets, of: commit) : notes(gathered.sets)
        let isWanted = Preemption.isRequested(platform.state)
        let surplus = isWanted ? [] : await ReleaseRetention(platform: platform).prune(after: release)
        let dropped = isWanted ? [] : await ParkedRetention(platform: platform).prune()
        let kept = isWanted || !keeps ? [] : [await snapshot(release)].compactMap(\.self)
        withExtendedLifetime(lock) {}
        return try await tell(
            release, isNew: isNew, notes: gathered.notes + schema + notes + surplus + dropped + kept)
    }

    private func snapshot(_ release: Release) async -> String? {
        let wish = SnapshotWish(
            reason: reason.map(platform.access.mask) ?? "release \(release.number)", occasion: .release(release.number))
        return await SnapshotAlong(platform: platform, console: console).take(wish)
    }

    private var databases: DatabaseRecording { DatabaseRecording(platform: platform, anew: schemaAnew) }

    /// What was gathered before the lock may be of a moment that is gone.
    private func refuseMoved(_ commit: CommitID, _ gathering: ReleaseGathering) async throws {
        try RunLock(platform: platform, actor: actor).refuseUnfinished()
        guard try await platform.current() == commit else {
            throw Failure.nothingToDo("another commit was checked out meanwhile; record again")
        }
        try await gathering.refuseChanges(commit)
    }

    /// The release that this is already, with everything that `record` would write.
    private func known(_ gathered: ReleaseGathering.Gathered) throws -> Release? {
        let sealed = platform.sealedEnvironment
        let summary = gathered.environment.isEmpty ? nil : try sealed.summary(of: gathered.environment)
        if summary == nil, !gathered.environment.isEmpty { return nil }
        if let summary, !sealed.isKept(summary.digest) { return nil }
        return try platform.releases.find(draft(gathered, summary).parts.id())
    }

    private func keep(_ gathered: ReleaseGathering.Gathered) throws -> (release: Release, isNew: Bool) {
        let summary = gathered.environment.isEmpty ? nil : try platform.sealedEnvironment.seal(gathered.environment)
        return try platform.releases.record(draft(gathered, summary), program: Version.text)
    }

    private func draft(_ gathered: ReleaseGathering.Gathered, _ summary: EnvironmentSummary?) -> Release {
        let parts = ReleaseParts(
            commit: gathered.commit, dependencies: gathered.sets.map(\.set), environment: summary?.digest,
            schema: gathered.schema, artifacts: gathered.artifacts)
        let places = gathered.sets.map { ($0.set.key, $0.kept ?? $0.live) }
        return Release(
            number: ReleaseNumber(0), id: "", parts: parts, environment: summary,
            installed: Dictionary(places) { first, _ in first }, recordedAt: platform.effects.clock.wallTime(),
            actor: platform.access.mask(actor), reason: reason.map(platform.access.mask))
    }

    private func notes(_ sets: [ReleaseDependencies.Found]) -> [String] {
        sets.filter { $0.kept == nil }.map { set in
            let why = set.obstacle.map { ", and cannot be built: \($0)" } ?? ""
            return "\(ReleaseText.title(set.set)) is only installed at \(set.live)\(why)"
        }
    }

    private func tell(_ release: Release, isNew: Bool, notes: [String]) async throws -> ExitCode {
        let view = try await ReleaseLook(platform: platform).view(of: release)
        console.say(ReleaseRecordText.recorded(view, isNew: isNew, notes: notes))
        console.emit(JSONLines.recorded(view, isNew: isNew, notes: notes))
        console.emit(JSONLines.exit(.done, next: [SuggestedCommand.releaseShow(release.number).text]))
        return .done
    }
}

extension ReleaseDependencies.Found {
    /// A copy of it is wanted, and can be made.
    var canBeBuilt: Bool { kept == nil && obstacle == nil }
}
