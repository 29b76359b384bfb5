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
        if let pin, pin.target == current { return .target(current) }
        for entry in platform.configuration.knownGood where entry.verified {
            guard let commit = try? await platform.git.resolve(entry.hash) else { continue }
            if commit == pin?.badRelease { continue }
            if commit == current, await !isDirty() { continue }
            return .target(commit)
        }
        return .candidates(try await candidates(), why: reason)
    }

    /// Everything that could be gone back to, for a person to choose from.
    func offered() async throws -> Choice { .candidates(try await candidates(), why: "you asked to choose") }

    /// A dirty tree at the good commit is not the good release.
    private func isDirty() async -> Bool {
        let runner = platform.access.checkRunner(expected: CodeExpectation(target: current))
        return await runner.run(Check(name: "code", probe: .code, critical: true)).verdict == .bad
    }

    private var reason: String {
        platform.configuration.knownGood.isEmpty
            ? "no known good release is recorded for this platform"
            : "no recorded known good release can be gone back to: each is what runs now, marked bad, or not in this repository"
    }

    func candidates() async throws -> [Candidate] {
        let known = platform.configuration.knownGood.map { ($0.hash, $0.description ?? "") }
        return try await GitCandidates(platform.git, current: current, bad: Set([pin?.badRelease].compactMap { $0 }))
            .list(knownGood: known)
    }
}
