package import RollbackCore

/// A release of the registry of known good ones, and what is left of it here.
package struct RegisteredRelease: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        /// The commit and every object of it.
        case complete(CommitID)
        /// The commit, without some of its objects.
        case incomplete(CommitID, missing: Int)
        /// The commit; nobody looked at its objects, or they could not be looked at.
        case unexamined(CommitID, why: String)
        /// The commit, with objects that are there and cannot be read.
        case damaged(CommitID, why: String)
        case absent(why: String)
    }

    /// As the registry names it.
    package var name: String
    package var verified: Bool
    package var state: State

    package init(name: String, verified: Bool, state: State) {
        self.name = name
        self.verified = verified
        self.state = state
    }
}

/// Judges the registry: what it holds, and whether a rollback finds its target in it by itself.
package struct RegistryFindings: Sendable {
    /// The newest first.
    private let releases: [RegisteredRelease]
    /// What is checked out, when nothing of it was changed since.
    private let running: CommitID?
    private let bad: Set<CommitID>
    private let isShallow: Bool

    package init(_ releases: [RegisteredRelease], running: CommitID?, bad: Set<CommitID>, isShallow: Bool) {
        self.releases = releases
        self.running = running
        self.bad = bad
        self.isShallow = isShallow
    }

    private static let registry = "rollback/config/known-good-commits.json"

    package func findings() -> [Finding] { [overall] + releases.map(finding) }

    /// The release that a rollback would go to by itself: as `TargetChoice` picks it, so also one that lacks objects.
    package var target: RegisteredRelease? {
        releases.first { release in
            guard release.verified, let commit = release.commit else { return false }
            return commit != running && !bad.contains(commit)
        }
    }

    private var overall: Finding {
        if let target {
            guard target.isBroken else { return Finding(.ok, "target", "a rollback goes to \(target.name)") }
            return Finding(
                .problem, "target", "a rollback goes to \(target.name), which cannot be restored",
                advice: "Until its objects are back, name another release", command: .choose)
        }
        guard releases.contains(where: \.verified) else {
            return Finding(
                .warning, "target", "no known good release is recorded, so somebody has to choose in the emergency",
                advice: "Note the releases that were seen working in \(Self.registry)")
        }
        let isHere = releases.contains { $0.verified && $0.commit != nil && !bad.contains($0.commit ?? "") }
        return Finding(
            isHere ? .warning : .problem, "target",
            isHere
                ? "the only known good release is what runs now: should it break, somebody has to choose"
                : "no recorded known good release can be gone back to",
            advice: "Note an earlier release that was seen working in \(Self.registry)", command: .choose)
    }

    private func finding(_ release: RegisteredRelease) -> Finding {
        let subject = "known good"
        switch release.state {
        case .complete(let commit): return Finding(.ok, subject, "\(release.name) is complete\(role(release, commit))")
        case .unexamined(let commit, let why):
            return Finding(.warning, subject, "\(release.name)\(role(release, commit)): \(why)")
        case .incomplete(_, let missing):
            return Finding(
                .problem, subject, "\(release.name) lacks \(Words.count(missing, "object"))",
                advice: "Fetch them from where the repository came from", command: "git fetch --refetch")
        case .damaged(_, let why):
            return Finding(
                .problem, subject, "\(release.name) is damaged: \(why)",
                advice: "Find out what is damaged, and fetch it", command: "git fsck")
        case .absent(let why):
            return Finding(
                .warning, subject, "\(release.name): \(why)",
                advice: isShallow
                    ? "The clone is shallow: fetch the history before it"
                    : "Fetch it, or take it out of \(Self.registry)",
                command: isShallow ? "git fetch --unshallow" : "git fetch --all --tags")
        }
    }

    private func role(_ release: RegisteredRelease, _ commit: CommitID) -> String {
        let roles = [
            commit == running ? "runs now" : nil, bad.contains(commit) ? "is marked as bad" : nil,
            release.verified ? nil : "is not verified, so it is never gone back to by itself",
        ].compactMap(\.self)
        return roles.isEmpty ? "" : ", and \(Words.list(roles))"
    }
}

extension RegisteredRelease {
    /// Nil when it is not here.
    package var commit: CommitID? {
        switch state {
        case .complete(let commit), .incomplete(let commit, _), .damaged(let commit, _), .unexamined(let commit, _):
            commit
        case .absent: nil
        }
    }

    fileprivate var isBroken: Bool {
        switch state {
        case .incomplete, .damaged: true
        case .complete, .unexamined, .absent: false
        }
    }
}
