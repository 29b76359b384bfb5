import RollbackConfiguration
import RollbackCore
import RollbackDrivers
import RollbackReporting

/// What each entry of the registry is worth today.
struct RegistryLook: Sendable {
    let platform: Platform
    let choice: TargetChoice

    init(platform: Platform) async throws {
        self.platform = platform
        choice = TargetChoice(
            platform: platform, current: try await platform.current(), pin: try platform.access.pins.read())
    }

    func view() async throws -> RegistryView {
        let target = await choice.decided()
        let isDirty = await choice.isDirty()
        var entries: [RegistryView.Entry] = []
        for (index, entry) in platform.configuration.knownGood.enumerated() {
            var seen = try await look(at: entry, index)
            seen.obstacles += standing(entry, seen.commit, target, isDirty: isDirty)
            entries.append(seen)
        }
        return RegistryView(
            file: ConfigurationFile.knownGood.path, entries: entries, target: target,
            targetObstacles: try await obstacles(to: target))
    }

    private func look(at entry: KnownGoodEntry, _ index: Int) async throws -> RegistryView.Entry {
        let (commit, obstacles) = try await resolved(entry)
        return RegistryView.Entry(
            hash: entry.hash, commit: commit, date: entry.date, description: entry.description,
            verified: entry.verified, mark: commit.flatMap(platform.configuration.mark) ?? entry.mark,
            evidence: entry.evidence, shortfalls: platform.configuration.criteria.shortfalls(of: entry.evidence),
            obstacles: obstacles, place: platform.configuration.place(ofKnownGood: index))
    }

    private func resolved(_ entry: KnownGoodEntry) async throws -> (CommitID?, [RegistryView.Obstacle]) {
        do {
            let commit = try await platform.git.resolve(entry.hash)
            return (commit, try await obstacles(to: commit))
        } catch Failure.ambiguousCommit(_, let candidates) {
            return (nil, [.ambiguous(candidates)])
        } catch Failure.unknownCommit {
            return (nil, [.gone(fetch: try await platform.git.fetchLine(for: entry.hash))])
        }
    }

    /// What keeps a commit from being restored here, whatever the registry says of it.
    private func obstacles(to commit: CommitID?) async throws -> [RegistryView.Obstacle] {
        guard let commit else { return [] }
        let missing = try await platform.git.missingObjects(of: commit)
        var found: [RegistryView.Obstacle] = []
        if !missing.isEmpty { found.append(.objectsMissing(missing, fetch: try await platform.git.refetchLine())) }
        if let pin = choice.pin, pin.bad.contains(commit) { found.append(.rolledBackFrom(pin.run)) }
        return found
    }

    /// Why a rollback without a target does not take it, although it could.
    private func standing(
        _ entry: KnownGoodEntry, _ commit: CommitID?, _ target: CommitID?, isDirty: Bool
    ) -> [RegistryView.Obstacle] {
        let mark = commit.flatMap(platform.configuration.mark) ?? entry.mark
        var found = [mark.map(RegistryView.Obstacle.marked), entry.verified ? nil : .unverified].compactMap(\.self)
        guard let commit, commit != target else { return found }
        if commit == choice.current, !isDirty { found.append(.checkedOut) }
        return found.isEmpty && target != nil ? [.later] : found
    }
}
