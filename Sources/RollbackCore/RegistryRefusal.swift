/// Why the registry of known good releases is not changed as somebody asks.
package enum RegistryRefusal: Hashable, Sendable {
    /// What runs is not the commit.
    case changedFiles(CommitID, count: Int)
    /// `place` is the entry's: file, line and key.
    case listedAlready(CommitID, place: String)
    case notListed(String, file: String)
    /// The critical checks that have not passed, each with what was seen.
    case failingChecks(CommitID, [String])
}
