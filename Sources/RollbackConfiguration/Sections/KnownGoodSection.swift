import RollbackCore

/// One known good release.
struct KnownGoodSection: Section {
    static let heading = "Known good releases"
    static let file = ConfigurationFile.knownGood
    static let path = "commits[]"
    static let about = "A rollback that names no target offers the first of these that can be restored."
    static let example = """
        "commits": [
          {
            "hash": "4f2a9c1",
            "date": "2025-11-03",
            "description": "Checkout rewritten",
            "verified": true,
            "services_tested": ["gateway", "dashboard"],
            "database_migrations": ["0007_orders"]
          }
        ]
        """

    static let hash = Key(
        "hash",
        .word("a commit's hash, 7 to 64 hexadecimal digits", pattern: "^[0-9A-Fa-f]{7,64}$", where: Words.isCommit),
        fallback: "required",
        "The commit, whole or abbreviated.")
    static let date = Key(
        "date",
        .word(
            "a date as 2025-12-10, or with a time as 2025-12-10T17:39:00Z", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T|$)",
            where: Words.isDate),
        "When it was found good, for people.")
    static let descriptionKey = Key("description", .text, "What it is.")
    static let verified = Key("verified", .flag, fallback: "`true`", "`false`: listed, and not offered as a target.")
    static let tested = Key("services_tested", .list(of: .text), "Which services were tested, for people.")
    static let migrations = Key("database_migrations", .list(of: .text), "Which migrations it contains, for people.")
    static let evidence: Key<EvidenceSection> = Key("evidence", .section, "What speaks for it.")
    static let bad = Key("bad", .flag, fallback: "`false`", "`true`: it broke something; a target only where named.")
    static let vulnerable = Key(
        "vulnerable", .flag, fallback: "`false`", "`true`: it has a known hole; a target only where named.")
    static let reason = Key("reason", .text, "Why it is marked.")
    static let keys: [any AnyKey] = [
        hash, date, descriptionKey, verified, tested, migrations, evidence, bad, vulnerable, reason,
    ]

    let entry: KnownGoodEntry

    init?(_ reader: SectionReader) {
        let hash = reader.required(Self.hash)
        var entry = KnownGoodEntry(hash: hash?.lowercased() ?? "")
        entry.date = reader.value(Self.date)
        entry.description = reader.value(Self.descriptionKey)
        entry.verified = reader.value(Self.verified) ?? true
        entry.servicesTested = reader.value(Self.tested)?.map(\.value) ?? []
        entry.migrations = reader.value(Self.migrations)?.map(\.value) ?? []
        entry.evidence = reader.value(Self.evidence)?.evidence
        entry.mark = Self.mark(reader)
        guard hash != nil else { return nil }
        self.entry = entry
    }

    private static func mark(_ reader: SectionReader) -> ReleaseMark? {
        let flags = [(ReleaseMark.Kind.bad, reader.value(Self.bad)), (.vulnerable, reader.value(Self.vulnerable))]
        let kinds = flags.filter { $0.1 ?? false }.map(\.0)
        let reason = reader.value(Self.reason)
        return kinds.isEmpty ? nil : ReleaseMark(kinds, reason: reason)
    }
}
