import RollbackConfiguration
import RollbackCore
import RollbackDrivers
import RollbackFiles
import RollbackReporting
import RollbackStore

/// Keeps the dependency sets within their budget, which never costs the last known good release.
struct ReleaseRetention: Sendable {
    let platform: Platform

    /// Of the newest runs, whose sets an `undo` switches back to.
    private static let runs = 5

    /// Removes what is too much.
    /// - Returns: what people should know of it. A set that cannot be removed keeps no release from being recorded.
    func prune(after release: Release) async -> [String] {
        let sets = platform.dependencySets
        do {
            let all = try sets.all()
            let budget = platform.configuration.releases.dependencySetsMegabytes * 1_000_000
            let total = all.map(\.bytes).reduce(0, +)
            guard total > budget || all.contains(where: { !$0.isComplete }) else { return [] }
            let needed = try await needed(release)
            let ranks = try ranks()
            let gone = DependencySets.surplus(all, budget: budget, needed: needed) { ranks[$0] ?? 0 }
            for set in gone { try sets.remove(set.key) }
            return notes(gone, left: total - gone.map(\.bytes).reduce(0, +), budget)
        } catch {
            return ["the dependency sets could not be kept within their room: \(platform.effects.words(error))"]
        }
    }

    private func notes(_ gone: [DependencySets.Kept], left: Int, _ budget: Int) -> [String] {
        let complete = gone.filter(\.isComplete)
        let freed = complete.map(\.bytes).reduce(0, +) / 1_000_000
        let removed =
            complete.isEmpty ? [] : ["\(Words.count(complete.count, "older dependency set")) made room: \(freed) MB"]
        guard left > budget else { return removed }
        return removed + [
            "the dependency sets take \(left / 1_000_000) MB, more than releases.dependency_sets_max_mb: all are needed"
        ]
    }

    private func needed(_ release: Release) async throws -> Set<String> {
        var keys = Set(release.parts.dependencies.map(\.key))
        for commit in await lastKnownGood() {
            keys.formUnion(
                try stored().filter { $0.parts.commit == commit }.flatMap { $0.parts.dependencies.map(\.key) })
            // One that was never recorded has its sets from a rollback.
            let tree = try await CommitTree.read(platform.git, commit, platform.access.scope)
            keys.formUnion(try await platform.releaseDependencies(of: commit).part(of: tree).sets.map(\.set.key))
        }
        return try keys.union(inUse())
    }

    /// Where a rollback would go, and the newest entry that is verified, whatever runs now.
    private func lastKnownGood() async -> Set<CommitID> {
        let head = try? await platform.current()
        var commits: Set<CommitID> = []
        if let head {
            let choice = TargetChoice(platform: platform, current: head, pin: try? platform.access.pins.read())
            if let decided = await choice.decided() { commits.insert(decided) }
        }
        let entry = platform.configuration.knownGood.first { $0.verified && $0.mark == nil }
        if let entry, let commit = try? await platform.git.resolve(entry.hash) { commits.insert(commit) }
        return commits
    }

    /// Sets that live links lead to, and those that the newest runs switched from or to.
    private func inUse() throws -> Set<String> {
        let store = platform.state.onDisk.dependenciesPath
        let keys = try FileCall.names(in: store)
        let live = try stored().flatMap { $0.installed.values }.compactMap(FileCall.realPath)
        let plans = try platform.state.everyRun().prefix(Self.runs).compactMap { run, place in
            try (try? place.read(run)).flatMap { $0 }.map { try JSONText.data($0.header.plan) }
        }
        let texts = plans.map { String(decoding: $0, as: UTF8.self) } + live
        let linked = try platform.access.folders?.sets() ?? []
        return Set(keys.filter { key in (texts + linked).contains { $0.contains(key) } })
    }

    /// The newest release that needs a set; those of verified known good ones come before all others.
    private func ranks() throws -> [String: Int] {
        var ranks: [String: Int] = [:]
        let newest = try platform.releases.numbers().last?.number ?? 0
        for release in try stored() {
            let isGood = platform.configuration.knownGood.contains { $0.verified && $0.names(release.parts.commit) }
            let rank = release.number.number + (isGood ? newest : 0)
            for set in release.parts.dependencies { ranks[set.key] = max(ranks[set.key] ?? 0, rank) }
        }
        return ranks
    }

    private func stored() throws -> [Release] { try platform.releases.all().compactMap(\.release) }
}
