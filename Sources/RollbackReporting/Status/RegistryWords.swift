package import RollbackCore

/// The words for what is said of known good releases.
package enum RegistryWords {
    /// `marked bad and vulnerable: login fails`.
    package static func mark(_ mark: ReleaseMark, loud: Bool = false) -> String {
        let kinds = Words.list(mark.kinds.map(\.rawValue))
        let reason = mark.reason.map { ": \($0)" } ?? ""
        return (loud ? "MARKED \(kinds.uppercased())" : "marked \(kinds)") + reason
    }

    static func obstacle(_ obstacle: RegistryView.Obstacle) -> String {
        switch obstacle {
        case .gone: "this repository does not have the commit; it may have been collected as garbage, or never fetched"
        case .ambiguous(let candidates):
            "the hash could be any of \(Words.list(candidates)): write more of it"
        case .objectsMissing(let names, _):
            "the repository lacks \(Words.count(names.count, "object")) of it: "
                + names.prefix(3).joined(separator: ", ") + (names.count > 3 ? ", …" : "")
        case .rolledBackFrom(let run): "it was rolled back from (\(run)); lastgood unpin forgets that"
        case .marked(let mark): Self.mark(mark)
        case .unverified: "it is not verified"
        case .checkedOut: "it is what is checked out"
        case .later: "another one comes first"
        }
    }

    static func shortfall(_ shortfall: ReleaseCriteria.Shortfall) -> String {
        switch shortfall {
        case .test(let name): "the test \(name)"
        case .agreement: "a person's agreement"
        case .uptime(let hours, let had?): "\(number(hours)) hours of running (it had \(number(had)))"
        case .uptime(let hours, nil): "\(number(hours)) hours of running"
        }
    }

    /// `6 of 7 checks passed, 2025-12-10T03:12:00Z, by kim, agreed to by Ann Lee; tests: payment`.
    static func evidence(_ evidence: ReleaseEvidence) -> String {
        let passed = evidence.checks.count { $0.verdict == .healthy }
        let checks =
            evidence.checks.isEmpty
            ? "nothing was checked" : "\(passed) of \(Words.count(evidence.checks.count, "check")) passed"
        let facts = [
            checks, evidence.checkedAt, evidence.actor.map { "by \($0)" },
            evidence.verifiedBy.map { "agreed to by \($0)" },
        ]
        let tests = evidence.tests.isEmpty ? "" : "; tests: \(evidence.tests.joined(separator: ", "))"
        return facts.compactMap(\.self).joined(separator: ", ") + tests
    }

    private static func number(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
    }
}
