package import FoundationEssentials

/// A commit as people talk about it.
package struct Commit: Hashable, Codable, Sendable {
    package var id: CommitID
    package var subject: String
    package var author: String
    package var date: Date

    package init(id: CommitID, subject: String, author: String, date: Date) {
        self.id = id
        self.subject = subject
        self.author = author
        self.date = date
    }

    /// The number of the pull request that a subject names: `Fix login (#42)`, `Merge pull request #42 from …`.
    package var pullRequest: Int? {
        guard let mark = subject.lastIndex(of: "#") else { return nil }
        return Int(subject[subject.index(after: mark)...].prefix { $0.isASCII && $0.isNumber })
    }
}

/// A release that a rollback could go to, and why it is offered.
package struct Candidate: Hashable, Codable, Sendable {
    package enum Source: String, Codable, Sendable {
        case knownGood = "known good"
        case tag
        case commit
        case reflog
    }

    package var commit: Commit
    package var source: Source
    /// The tag, the registry's description, or the reflog entry.
    package var label: String
    /// How many files of the platform differ between it and what is checked out.
    package var changedFiles: Int
    /// True for a release that a pin remembers as bad, and for one that somebody has marked.
    package var bad: Bool
    package var mark: ReleaseMark?

    package init(
        commit: Commit, source: Source, label: String, changedFiles: Int, bad: Bool, mark: ReleaseMark? = nil
    ) {
        self.commit = commit
        self.source = source
        self.label = label
        self.changedFiles = changedFiles
        self.bad = bad
        self.mark = mark
    }
}
