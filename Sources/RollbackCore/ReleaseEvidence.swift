/// What speaks for a release: what was looked at when it was entered, when, and by whom.
package struct ReleaseEvidence: Hashable, Codable, Sendable {
    package struct CheckedThing: Hashable, Codable, Sendable {
        /// As the check is called: `fastapi/health`.
        package var name: String
        package var verdict: Verdict

        package init(name: String, verdict: Verdict) {
            self.name = name
            self.verdict = verdict
        }
    }

    /// ISO 8601.
    package var checkedAt: String?
    package var actor: String?
    /// The person who has agreed.
    package var verifiedBy: String?
    /// How long every service had been running then, at least.
    package var uptimeHours: Double?
    /// Empty when the release was not what was checked out.
    package var checks: [CheckedThing] = []
    /// Tests that lastgood does not run, and that somebody says have passed.
    package var tests: [String] = []

    package init(checkedAt: String? = nil, actor: String? = nil) {
        self.checkedAt = checkedAt
        self.actor = actor
    }

    /// The services were asked, and nothing that was asked is bad.
    package var servicesAnswered: Bool {
        checks.contains { $0.name.contains("/") && $0.verdict == .healthy } && !checks.contains { $0.verdict == .bad }
    }
}

/// The evidence that a platform wants of a release before it calls it known good.
package struct ReleaseCriteria: Hashable, Codable, Sendable {
    package enum Shortfall: Hashable, Codable, Sendable {
        case test(String)
        case agreement
        /// `had` is nil where nobody knows.
        case uptime(hours: Double, had: Double?)
    }

    /// The one required test that lastgood performs itself: the services' own checks.
    package static let ownTest = "service_health_checks"

    package var tests: [String] = []
    package var needsPerson = false
    package var uptimeHours: Double?

    package init() {}

    /// What is missing, in the criteria's order.
    package func shortfalls(of evidence: ReleaseEvidence?) -> [Shortfall] {
        let missed = tests.filter { !passed($0, evidence) }.map(Shortfall.test)
        let agreement = needsPerson && evidence?.verifiedBy == nil ? [Shortfall.agreement] : []
        guard let hours = uptimeHours, (evidence?.uptimeHours ?? -1) < hours else { return missed + agreement }
        return missed + agreement + [.uptime(hours: hours, had: evidence?.uptimeHours)]
    }

    private func passed(_ test: String, _ evidence: ReleaseEvidence?) -> Bool {
        guard let evidence else { return false }
        return evidence.tests.contains(test) || test == Self.ownTest && evidence.servicesAnswered
            || evidence.checks.contains { $0.name == test && $0.verdict == .healthy }
    }
}
