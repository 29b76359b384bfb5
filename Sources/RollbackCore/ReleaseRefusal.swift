/// Why something cannot be done with releases.
package enum ReleaseRefusal: Hashable, Sendable {
    /// Neither a number nor a commit that was recorded. `newest` is the last that was.
    case unknown(String, newest: ReleaseNumber?)
    /// What is checked out is not the commit: some of the files that differ, and how many do.
    case changedFiles(CommitID, [String], count: Int)
    /// The repository does not have its commit any more. `fetch` may bring it.
    case commitGone(ReleaseNumber, CommitID, fetch: String)
    /// Its record does not give the id that stands in it.
    case edited(ReleaseNumber, path: String)
    case environment(EnvironmentTrouble)
    /// It was rolled back from, and the pin still says so.
    case pinned(CommitID, by: RunID)
}

/// Why a sealed environment cannot be opened here.
package enum EnvironmentTrouble: Hashable, Sendable {
    /// `key` is the path where it should be.
    case keyMissing(key: String)
    /// Others may read or change it.
    case keyOpen(key: String)
    case keyDamaged(key: String)
    /// `file` was sealed with another key than the one at `key`.
    case otherKey(file: String, key: String)
    case gone(EnvironmentDigest)
    case damaged(file: String)
}
