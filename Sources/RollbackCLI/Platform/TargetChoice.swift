import RollbackConfiguration
import RollbackCore
import RollbackDrivers
import RollbackStore

/// Which release a rollback goes to.
struct TargetChoice: Sendable {
    let platform: Platform
    let current: CommitID
    let pin: Pin?

    enum Choice: Sendable {
        case target(CommitID)
        /// Nothing decides it: these can be chosen from.
        case candidates([Candidate], why: String)
    }

    /// What a person named; history that a shallow clone left out is fetched for it.
    func named(_ text: String) async throws -> CommitID {
        do {
            return try await platform.git.resolve(text)
        } catch Failure.unknownCommit where platform.git.isShallow {
            guard try await platform.git.deepen() else {
                throw Failure.gitRefused(
                    what: "find \(text)",
                    why:
                        "the clone is shallow, and the history before it could not be fetched; run: git fetch --unshallow"
                )
            }
            return try await platform.git.resolve(text)
        }
    }

    /// The newest known good release that is neither what is broken now nor marked bad. A platform that was rolled
    /// back already keeps its target: asking twice never goes back further than asking once.
    func automatic() async throws -> Choice {
        var history = History(platform.git)
        if let target = await decided(&history) { return .target(target) }
        return try await choice(history, why: reason)
    }

    /// What nobody has to be asked for; nil when somebody has.
    func decided() async -> CommitID? {
        var history = History(platform.git)
        return await decided(&history)
    }

    private func decided(_ history: inout History) async -> CommitID? {
        if let pin, pin.target == current, mark(current) == nil { return current }
        for entry in platform.configuration.knownGood where entry.verified {
            guard let commit = await history.resolve(entry.hash) else { continue }
            if bad.contains(commit) || mark(commit) != nil { continue }
            if commit == current, await !isDirty() { continue }
            return commit
        }
        return nil
    }

    /// Everything that could be gone back to, for a person to choose from.
    func offered() async throws -> Choice {
        try await choice(History(platform.git), why: "you asked to choose")
    }

    private func choice(_ history: History, why: String) async throws -> Choice {
        var history = history
        var found = try await candidates()
        if found.count < 2, await history.deepen() { found = try await candidates() }
        return .candidates(found, why: why + (history.gap.map { "; \($0)" } ?? ""))
    }

    private var bad: Set<CommitID> { Set(pin?.bad ?? []) }

    private func mark(_ commit: CommitID) -> ReleaseMark? { platform.configuration.mark(of: commit) }

    private var search: GitCandidates { GitCandidates(platform.git, current: current, bad: bad, mark: mark) }

    /// A dirty tree at the good commit is not the good release.
    func isDirty() async -> Bool {
        let runner = platform.access.checkRunner(expected: CodeExpectation(target: current))
        return await runner.run(Check(name: "code", probe: .code, critical: true)).verdict == .bad
    }

    private var reason: String {
        platform.configuration.knownGood.isEmpty
            ? "no known good release is recorded for this platform"
            : "no recorded known good release can be gone back to: each is what runs now, marked bad, or not in this repository"
    }

    private func candidates() async throws -> [Candidate] {
        try await search.list(knownGood: verified)
    }

    /// The newest known good release that is here, also when it is what is checked out.
    func knownGood() async throws -> Candidate? {
        try await search.best(knownGood: verified)
    }

    /// What nobody has seen working is offered as a commit like any other.
    private var verified: [(hash: String, description: String)] {
        platform.configuration.knownGood.filter(\.verified).map { ($0.hash, $0.description ?? "") }
    }
}
