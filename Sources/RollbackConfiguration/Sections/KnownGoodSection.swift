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
    static let keys: [any AnyKey] = [hash, date, descriptionKey, verified, tested, migrations]

    let entry: KnownGoodEntry

    init?(_ reader: SectionReader) {
        let hash = reader.required(Self.hash)
        var entry = KnownGoodEntry(hash: hash?.lowercased() ?? "")
        entry.date = reader.value(Self.date)
        entry.description = reader.value(Self.descriptionKey)
        entry.verified = reader.value(Self.verified) ?? true
        entry.servicesTested = reader.value(Self.tested)?.map(\.value) ?? []
        entry.migrations = reader.value(Self.migrations)?.map(\.value) ?? []
        guard hash != nil else { return nil }
        self.entry = entry
    }
}

/// What makes a release known good.
struct CriteriaSection: Section {
    static let heading = "Verification criteria"
    static let file = ConfigurationFile.knownGood
    static let path = "verification_criteria"
    static let about = "The evidence that a release needs before it is entered."
    static let example = """
        "verification_criteria": {
          "required_tests": ["service_health_checks"],
          "manual_verification_required": true,
          "minimum_uptime_hours": 24
        }
        """

    static let tests = Key("required_tests", .list(of: .text), "Tests that must have passed.")
    static let manual = Key("manual_verification_required", .flag, "Whether a person must have agreed.")
    static let uptime = Key("minimum_uptime_hours", .amount, "How long it must have run.")
    static let keys: [any AnyKey] = [tests, manual, uptime]

    init(_ reader: SectionReader) {
        _ = reader.value(Self.tests)
        _ = reader.value(Self.manual)
        _ = reader.value(Self.uptime)
    }
}
