package import RollbackCore

/// An entry of the registry of known good releases.
package struct KnownGoodEntry: Hashable, Codable, Sendable {
    /// 7 to 64 lower-case hexadecimal digits: abbreviated hashes are resolved against the repository.
    package var hash: String
    /// As written: a date, or a date and a time.
    package var date: String?
    package var description: String?
    package var verified = true
    package var servicesTested: [String] = []
    package var migrations: [String] = []
    package var evidence: ReleaseEvidence?
    /// Nil: nobody has said anything against it.
    package var mark: ReleaseMark?

    package init(hash: String) { self.hash = hash }

    package func names(_ commit: CommitID) -> Bool { commit.rawValue.hasPrefix(hash) }
}

extension PlatformConfiguration {
    /// What the registry says against a commit. An abbreviated hash that fits two commits warns of both.
    package func mark(of commit: CommitID) -> ReleaseMark? {
        knownGood.first { $0.mark != nil && $0.names(commit) }?.mark
    }

    /// Where an entry is written, for a message: `rollback/config/known-good-commits.json:8 commits[0].hash`.
    package func place(ofKnownGood index: Int) -> String {
        let key = "commits[\(index)].hash"
        return sources[key]?.first?.shown ?? "\(ConfigurationFile.knownGood.path) \(key)"
    }
}
