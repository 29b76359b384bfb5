import RollbackConfiguration
import RollbackCore
import Testing

/// What the registry's keys mean.
struct RegistrySectionTests {
    @Test(arguments: [
        (
            #"{"hash": "4f2a9c1", "evidence": {"checks": [{"name": "web/health", "verdict": "good"}]}}"#,
            #"1:81 commits[0].evidence.checks[0].verdict: expected "healthy", "bad" or "inconclusive", found the string "good""#
        ),
        (
            #"{"hash": "4f2a9c1", "evidence": {"checked_at": "today"}}"#,
            #"1:47 commits[0].evidence.checked_at: expected a date as 2025-12-10, or with a time as 2025-12-10T17:39:00Z, found the string "today""#
        ),
        (
            #"{"hash": "4f2a9c1", "bad": "yes"}"#,
            #"1:34 commits[0].bad: expected true or false, found the string "yes""#
        ),
    ])
    func mistakesAreNamed(element: String, expected: String) {
        #expect(Sample.mistakes(knownGood: #"{"commits": [\#(element)]}"#) == ["known-good-commits.json \(expected)"])
    }

    @Test func marksAreOfEveryCommitThatTheHashFits() throws {
        let configuration = try Sample.load(
            knownGood: #"{"commits": [{"hash": "4F2A9C1", "vulnerable": true, "reason": "CVE"}, {"hash": "abcdef0"}]}"#)
        #expect(configuration.mark(of: "4f2a9c1aaaa") == ReleaseMark([.vulnerable], reason: "CVE"))
        #expect(configuration.mark(of: "abcdef0aaaa") == nil)
        #expect(configuration.place(ofKnownGood: 1).hasPrefix("rollback/config/known-good-commits.json:1 commits[1]"))
    }

    @Test func evidenceIsComparedWithTheCriteria() throws {
        let configuration = try Sample.load(
            knownGood: """
                {"verification_criteria": {"required_tests": ["service_health_checks", "payment", "web/health", "login"],
                  "manual_verification_required": true, "minimum_uptime_hours": 24}}
                """)
        let criteria = configuration.criteria
        #expect(configuration.unheeded.isEmpty)
        #expect(
            criteria.shortfalls(of: nil) == [
                .test("service_health_checks"), .test("payment"), .test("web/health"), .test("login"), .agreement,
                .uptime(hours: 24, had: nil),
            ])
        var evidence = ReleaseEvidence()
        evidence.checks = [.init(name: "web/health", verdict: .healthy)]
        evidence.tests = ["payment"]
        evidence.uptimeHours = 3
        #expect(criteria.shortfalls(of: evidence) == [.test("login"), .agreement, .uptime(hours: 24, had: 3)])
        evidence.checks.append(.init(name: "api/health", verdict: .bad))
        evidence.verifiedBy = "Ann Lee"
        evidence.uptimeHours = 24
        #expect(criteria.shortfalls(of: evidence) == [.test("service_health_checks"), .test("login")])
        #expect(ReleaseCriteria().shortfalls(of: nil).isEmpty)
    }
}
