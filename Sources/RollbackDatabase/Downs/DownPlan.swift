/// What migrations' ways back do, as far as their statements and the catalog say it. A value, before any row is looked at.
package struct DownPlan: Hashable, Sendable {
    /// In order; empty when not every migration has statements that can be followed.
    package var actions: [SchemaAction]
    package var migrations: [Migration]
    package var warnings: [String]

    package struct Migration: Hashable, Sendable {
        package var version: String
        package var path: String?
        package var findings: [Finding]
        /// Why its statements are not followed; nil: they are. The difference of the catalogs decides then.
        package var unread: String?
    }

    /// One thing that decides a verdict.
    package struct Finding: Hashable, Sendable {
        package var verdict: MigrationVerdict.Verdict
        /// A clause.
        package var reason: String
        /// The question that can turn it into `exact`: when it counts no row.
        package var probe: LossProbe?
    }

    /// Every migration's statements are followed.
    package var isComplete: Bool { migrations.allSatisfy { $0.unread == nil } }

    package var probes: [LossProbe] { migrations.flatMap(\.findings).compactMap(\.probe) }

    /// - Parameter lost: what each probe counted; without an entry the worst is assumed.
    package func verdicts(lost: [LossProbe: Int] = [:]) -> [MigrationVerdict] {
        migrations.map { migration in
            let findings = migration.findings.map { finding -> (MigrationVerdict.Verdict, String) in
                guard let probe = finding.probe, let count = lost[probe] else {
                    return (finding.verdict, finding.reason)
                }
                return count == 0
                    ? (.exact, "\(finding.reason), and no row does")
                    : (finding.verdict, "\(finding.reason): \(count) rows")
            }
            let worst = findings.map(\.0).max { $0.weight < $1.weight } ?? .exact
            let reasons = findings.filter { $0.0 == worst }.map(\.1) + [migration.unread].compactMap(\.self)
            return MigrationVerdict(
                version: migration.version, path: migration.path, verdict: worst,
                reasons: reasons.isEmpty ? ["changes nothing"] : reasons)
        }
    }
}

/// A question to the database before its schema goes back: how many rows would not be what they are?
package struct LossProbe: Hashable, Codable, Sendable {
    package var column: CatalogObject
    /// Answers with one number. That it fails means that some row cannot be brought into the old form.
    package var statement: String
}

extension MigrationVerdict.Verdict {
    /// Of several the heaviest holds.
    var weight: Int {
        switch self {
        case .exact: 0
        case .parkable: 1
        case .needsMerge: 2
        case .irreversible: 3
        }
    }
}
