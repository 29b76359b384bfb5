package import RollbackCore

/// A recorded release, and what it is worth here today.
package struct ReleaseView: Hashable, Sendable {
    /// Where one of its dependency sets is.
    package enum Place: Hashable, Sendable {
        /// Complete in lastgood's own store.
        case kept(path: String)
        /// Where it was when the release was recorded; another may have been installed there since.
        case installed(path: String)
        case gone
    }

    package var release: Release
    /// Nil: the repository does not have it any more.
    package var commit: Commit?
    /// What is checked out is its commit.
    package var isCheckedOut = false
    package var isKnownGood = false
    package var mark: ReleaseMark?
    /// By the sets' keys.
    package var places: [String: Place] = [:]
    /// Why its environment cannot be opened here.
    package var environmentTrouble: Failure?

    package init(_ release: Release, commit: Commit?) {
        self.release = release
        self.commit = commit
    }

    package var number: ReleaseNumber { release.number }
}

/// An entry of the list: a release, or a record that cannot be taken at its word.
package enum ListedRelease: Hashable, Sendable {
    case release(ReleaseView)
    case unusable(ReleaseNumber, Failure)
}

/// What differs between two releases.
package struct ReleaseComparison: Hashable, Sendable {
    package struct File: Hashable, Sendable {
        /// git's letter: `A`, `M`, `D`, `T`.
        package var status: String
        package var path: String

        package init(status: String, path: String) {
            self.status = status
            self.path = path
        }
    }

    package var old: Release
    package var new: Release
    /// Commits that only the newer one has, the newest first; and only the older one.
    package var gained: [Commit] = []
    package var lost: [Commit] = []
    package var files: [File] = []
    package var parts: ReleaseDifference

    package init(from old: Release, to new: Release) {
        self.old = old
        self.new = new
        parts = ReleaseDifference(from: old, to: new)
    }
}
