import RollbackCore
import RollbackFiles

/// Which dependency sets a release directory gets, and where each lies.
///
/// What stands in the live release says which sets there are: a set that the target's lock files do not change is linked
/// again, one that they change is found or built, as in a checkout.
struct DirectorySets: Sendable {
    let planning: DependencyPlanning
    let live: LiveRelease?
    /// Paths in which the target differs from what is live.
    let changed: Set<String>
    let keep: Bool
    let noBuild: String?

    struct Found: Sendable {
        var links: [DirectoryLink]
        var part: DependencyPlanning.Part
    }

    func found(among paths: [String]) async throws -> Found {
        var plan = DependencyPlan()
        var links = Dictionary(
            (live?.marker?.sets ?? []).map { ($0.path, $0.target) }, uniquingKeysWith: { first, _ in first })
        let all = Set(paths).union(changed).sorted()
        for ecosystem in DependencyEcosystems.all {
            for group in ecosystem.groups(in: all) {
                let found = planning.search.liveSet(ecosystem, near: group.folder)
                let isChanged = !changed.isDisjoint(with: group.locks)
                if isChanged {
                    try await DependencyDecision(
                        planning: planning, ecosystem: ecosystem, group: group, keep: keep, noBuild: noBuild
                    ).decide(&plan)
                }
                if let found, let below = below(found), isChanged || links[below] == nil {
                    links[below] = plan.switches.first { $0.live.path == found.path }?.target ?? found.folder
                }
            }
        }
        // Inside a release directory nothing is switched: each has its own links.
        plan.switches.removeAll { below($0.live) != nil }
        return Found(
            links: links.map { DirectoryLink(path: $0.key, target: $0.value) }.sorted { $0.path < $1.path },
            part: try plan.part())
    }

    /// The set's path within a release; nil for one that lies elsewhere.
    private func below(_ set: LiveSet) -> String? {
        set.path.hasPrefix("\(planning.root)/") ? String(set.path.dropFirst(planning.root.count + 1)) : nil
    }
}
