import RollbackCore

/// What speaks for a release.
struct EvidenceSection: Section {
    static let heading = "Evidence"
    static let file = ConfigurationFile.knownGood
    static let path = "commits[].evidence"
    static let about = "What was seen when the release was entered; `lastgood known-good add` writes it."
    static let example = """
        "commits": [
          {
            "hash": "4f2a9c1",
            "evidence": {
              "checked_at": "2025-11-03T09:12:00Z",
              "actor": "kim",
              "verified_by": "Ann Lee",
              "uptime_hours": 26.5,
              "checks": [{ "name": "gateway/health", "verdict": "healthy" }],
              "tests": ["payment_processing"]
            }
          }
        ]
        """

    static let checkedAt = Key(
        "checked_at",
        .word(
            "a date as 2025-12-10, or with a time as 2025-12-10T17:39:00Z", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T|$)",
            where: Words.isDate),
        "When it was entered.")
    static let actor = Key("actor", .text, "Who entered it.")
    static let verifiedBy = Key("verified_by", .nonEmpty, "The person who has agreed that it is good.")
    static let uptime = Key("uptime_hours", .amount, "How long every service had been running, at least.")
    static let checks: Key<[Located<EvidenceCheckSection>]> = Key(
        "checks", .list(of: .section), "What `lastgood verify` said then; none if the release was not checked out.")
    static let tests = Key("tests", .list(of: .text), "Tests of your own that have passed.")
    static let keys: [any AnyKey] = [checkedAt, actor, verifiedBy, uptime, checks, tests]

    let evidence: ReleaseEvidence

    init(_ reader: SectionReader) {
        var evidence = ReleaseEvidence(checkedAt: reader.value(Self.checkedAt), actor: reader.value(Self.actor))
        evidence.verifiedBy = reader.value(Self.verifiedBy)
        evidence.uptimeHours = reader.value(Self.uptime)
        evidence.checks = (reader.value(Self.checks) ?? []).map(\.value.check)
        evidence.tests = (reader.value(Self.tests) ?? []).map(\.value)
        self.evidence = evidence
    }
}

/// One check of the evidence.
struct EvidenceCheckSection: Section {
    static let heading = "Checks of the evidence"
    static let file = ConfigurationFile.knownGood
    static let path = "commits[].evidence.checks[]"
    static let about = "One check, as `lastgood verify` calls it."
    static let example = ""

    static let name = Key("name", .nonEmpty, fallback: "required", "What was checked.")
    static let verdict: Key<Verdict> = Key("verdict", .choice, fallback: "required", "What it said.")
    static let keys: [any AnyKey] = [name, verdict]

    let check: ReleaseEvidence.CheckedThing

    init?(_ reader: SectionReader) {
        let name = reader.required(Self.name)
        guard let verdict = reader.required(Self.verdict), let name else { return nil }
        check = ReleaseEvidence.CheckedThing(name: name, verdict: verdict)
    }
}
