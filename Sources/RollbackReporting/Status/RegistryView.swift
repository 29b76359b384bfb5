package import RollbackCore

/// The registry of known good releases, each entry with what it is worth today.
package struct RegistryView: Hashable, Sendable {
    /// What speaks against going back to a release.
    package enum Obstacle: Hashable, Sendable {
        /// `fetch`: the line that may bring it.
        case gone(fetch: String)
        case ambiguous([String])
        case objectsMissing([String], fetch: String)
        case rolledBackFrom(RunID)
        case marked(ReleaseMark)
        case unverified
        /// It is what runs, unchanged.
        case checkedOut
        /// It can be gone back to; another comes first.
        case later
    }

    package struct Entry: Hashable, Sendable {
        package var hash: String
        /// Nil when the repository does not know it, or not which one is meant.
        package var commit: CommitID?
        package var date: String?
        package var description: String?
        package var verified: Bool
        package var mark: ReleaseMark?
        package var evidence: ReleaseEvidence?
        package var shortfalls: [ReleaseCriteria.Shortfall]
        package var obstacles: [Obstacle]
        /// File, line and key.
        package var place: String

        package init(
            hash: String, commit: CommitID?, date: String?, description: String?, verified: Bool, mark: ReleaseMark?,
            evidence: ReleaseEvidence?, shortfalls: [ReleaseCriteria.Shortfall], obstacles: [Obstacle], place: String
        ) {
            self.hash = hash
            self.commit = commit
            self.date = date
            self.description = description
            self.verified = verified
            self.mark = mark
            self.evidence = evidence
            self.shortfalls = shortfalls
            self.obstacles = obstacles
            self.place = place
        }

        /// The commit and its objects are here, and it is not what the platform was rolled back from.
        package var isRestorable: Bool { !obstacles.contains(where: \.prevents) }
    }

    package var file: String
    package var entries: [Entry]
    /// What a rollback without a target goes back to; nil: it asks.
    package var target: CommitID?
    /// What the target lacks here.
    package var targetObstacles: [Obstacle]

    package init(file: String, entries: [Entry], target: CommitID?, targetObstacles: [Obstacle]) {
        self.file = file
        self.entries = entries
        self.target = target
        self.targetObstacles = targetObstacles
    }

    /// A rollback without a target would have everything that it needs.
    package var isReady: Bool { target != nil && !targetObstacles.contains(where: \.prevents) }

    package func isTarget(_ entry: Entry) -> Bool { target != nil && entry.commit == target }
}

extension RegistryView.Obstacle {
    var prevents: Bool {
        switch self {
        case .gone, .ambiguous, .objectsMissing, .rolledBackFrom: true
        case .marked, .unverified, .checkedOut, .later: false
        }
    }

    /// The line to type that may help.
    var fetch: String? {
        switch self {
        case .gone(let fetch), .objectsMissing(_, let fetch): fetch
        default: nil
        }
    }
}
