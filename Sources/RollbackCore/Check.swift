/// What a probe says of one thing.
package enum Verdict: String, Codable, CaseIterable, Sendable, Hashable {
    case healthy
    case bad
    /// It could not be measured: not a pass, and not proof of harm.
    case inconclusive
}

/// One configured probe, as a value.
package struct Check: Hashable, Codable, Sendable {
    package enum Probe: Hashable, Codable, Sendable {
        case http(Endpoint)
        /// The port answers and a process of the service holds it.
        case port(Int)
        case process
        /// Variables that must be set, in the environment of the services or of lastgood. Named, never printed.
        case variables([String])
        case files([String])
        /// The tracked source files of the platform parse.
        case syntax
        /// A database answers as it should.
        case question(DatabaseQuestion)
        /// `HEAD` and the tree are the target's.
        case code
    }

    /// Unique in its plan: `fastapi/health`.
    package var name: String
    package var service: ServiceName?
    package var probe: Probe
    package var critical: Bool
    /// Belongs to liveness: "service restored" waits for these only, and `--quick` runs nothing else.
    package var liveness: Bool

    package init(name: String, service: ServiceName? = nil, probe: Probe, critical: Bool, liveness: Bool = false) {
        self.name = name
        self.service = service
        self.probe = probe
        self.critical = critical
        self.liveness = liveness
    }
}

/// A question to a database that changes nothing, and what a healthy answer looks like.
package struct DatabaseQuestion: Hashable, Codable, Sendable {
    package enum Expected: Hashable, Codable, Sendable {
        case rows, noRows
        /// The first value of the first row.
        case value(String)
        case minimum(Int)
    }

    package var query: String
    /// Its name; nil: the only one.
    package var database: String?
    package var expected: Expected

    package init(query: String, database: String? = nil, expected: Expected = .rows) {
        self.query = query
        self.database = database
        self.expected = expected
    }
}

package struct CheckResult: Hashable, Codable, Sendable {
    package var check: Check
    package var verdict: Verdict
    /// What was seen, in a line: `200 in 12 ms`, `port 8000 is not listened on`.
    package var evidence: String
    package var milliseconds: Double

    package init(check: Check, verdict: Verdict, evidence: String, milliseconds: Double) {
        self.check = check
        self.verdict = verdict
        self.evidence = evidence
        self.milliseconds = milliseconds
    }
}

/// All results of one verification, and what follows from them.
package struct VerificationReport: Hashable, Codable, Sendable {
    package var results: [CheckResult]
    /// Layers nobody configured a proof for: `database schema`.
    package var unproved: [String]

    package init(results: [CheckResult], unproved: [String] = []) {
        self.results = results
        self.unproved = unproved
    }

    /// A critical check that has not passed → unhealthy; any other shortfall → degraded.
    package var outcome: Outcome {
        if results.contains(where: { $0.check.critical && $0.verdict != .healthy }) { return .unhealthy }
        if results.contains(where: { $0.verdict != .healthy }) || !unproved.isEmpty { return .degraded }
        return .healthy
    }
}
