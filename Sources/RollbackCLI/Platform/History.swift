import RollbackCore
import RollbackDrivers

/// The platform's commits. What a shallow clone left out is fetched once, when something is missed.
struct History {
    let git: GitRepository
    private var wasAsked = false
    /// Why something may be missing; nil when nothing can be.
    private(set) var gap: String?

    init(_ git: GitRepository) { self.git = git }

    mutating func resolve(_ text: String) async -> CommitID? {
        if let found = try? await git.resolve(text) { return found }
        return await deepen() ? try? await git.resolve(text) : nil
    }

    /// - Returns: true when there is more now than before.
    mutating func deepen() async -> Bool {
        guard git.isShallow, !wasAsked else { return false }
        wasAsked = true
        if (try? await git.deepen()) == true { return true }
        gap = "the clone is shallow, and what it lacks could not be fetched (git fetch --unshallow)"
        return false
    }
}
