import RollbackCore

/// What makes a release known good.
struct CriteriaSection: Section {
    static let heading = "Verification criteria"
    static let file = ConfigurationFile.knownGood
    static let path = "verification_criteria"
    static let about =
        "The evidence that a release needs. `lastgood known-good list` and `check` say what an entry lacks."
    static let example = """
        "verification_criteria": {
          "required_tests": ["service_health_checks"],
          "manual_verification_required": true,
          "minimum_uptime_hours": 24
        }
        """

    static let tests = Key(
        "required_tests", .list(of: .text),
        """
        Tests that must have passed: in the evidence's `tests`, or a check of that name. `\(ReleaseCriteria.ownTest)` is \
        what `lastgood known-good add` checks itself.
        """)
    static let manual = Key(
        "manual_verification_required", .flag, fallback: "`false`",
        "`true`: an entry is verified only where a person has agreed, by `--verified-by`.")
    static let uptime = Key("minimum_uptime_hours", .amount, "How long it must have run.")
    static let keys: [any AnyKey] = [tests, manual, uptime]

    let criteria: ReleaseCriteria

    init(_ reader: SectionReader) {
        var criteria = ReleaseCriteria()
        criteria.tests = (reader.value(Self.tests) ?? []).map(\.value)
        criteria.needsPerson = reader.value(Self.manual) ?? false
        criteria.uptimeHours = reader.value(Self.uptime)
        self.criteria = criteria
    }
}
