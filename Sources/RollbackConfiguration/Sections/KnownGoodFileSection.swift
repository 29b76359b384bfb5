import RollbackCore

/// The whole of `known-good-commits.json`.
struct KnownGoodFileSection: Section {
    static let heading = "known-good-commits.json"
    static let file = ConfigurationFile.knownGood
    static let path = ""
    static let about = "The file's top level. Every key may be left out."
    static let example = """
        "commits": [ { "hash": "4f2a9c1", "date": "2025-11-03", "description": "Checkout rewritten" } ]
        """

    static let commits: Key<[Located<KnownGoodSection>]> = Key(
        "commits", .list(of: .section), "The known good releases, the newest first.")
    static let criteria: Key<CriteriaSection> = Key(
        "verification_criteria", .section, "What makes a release known good.")
    static let keys: [any AnyKey] = [commits, criteria]

    let commits: [Located<KnownGoodSection>]
    let criteria: ReleaseCriteria?

    init(_ reader: SectionReader) {
        commits = reader.value(Self.commits) ?? []
        criteria = reader.value(Self.criteria)?.criteria
    }
}
