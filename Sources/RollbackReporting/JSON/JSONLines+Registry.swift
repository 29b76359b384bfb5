package import RollbackCore

/// The lines of the registry of known good releases.
extension JSONLines {
    package static func knownGood(_ entry: RegistryView.Entry, in view: RegistryView) -> JSONLine {
        let isTarget = view.isTarget(entry)
        return JSONLine(
            "known-good",
            [
                "hash": .string(entry.hash), "commit": .text(entry.commit?.rawValue), "date": .text(entry.date),
                "description": .text(entry.description), "verified": .bool(entry.verified),
                "mark": mark(entry.mark), "evidence": evidence(entry.evidence),
                "lacks": .texts(entry.shortfalls.map(RegistryWords.shortfall)),
                "restorable": .bool(entry.isRestorable), "target": .bool(isTarget),
                "why": .texts(RegistryText.reasons(entry, isTarget: isTarget)), "place": .string(entry.place),
                "next": .texts(entry.obstacles.compactMap(\.fetch)),
            ])
    }

    /// What was done to the registry.
    /// - Parameter action: `removed`, `marked` or `cleared`.
    package static func registryChange(_ action: String, _ hash: String) -> JSONLine {
        JSONLine("registry-change", ["action": .string(action), "hash": .string(hash)])
    }

    /// - Parameter lacks: what the platform's criteria still want of it.
    package static func registryAddition(
        _ commit: CommitID, verified: Bool, lacks: [ReleaseCriteria.Shortfall]
    ) -> JSONLine {
        var line = registryChange("added", commit.rawValue)
        line.fields["verified"] = .bool(verified)
        line.fields["lacks"] = .texts(lacks.map(RegistryWords.shortfall))
        return line
    }

    static func mark(_ mark: ReleaseMark?) -> JSONValue {
        guard let mark else { return .null }
        return .object(["kinds": .texts(mark.kinds.map(\.rawValue)), "reason": .text(mark.reason)])
    }

    private static func evidence(_ evidence: ReleaseEvidence?) -> JSONValue {
        guard let evidence else { return .null }
        let checks = evidence.checks.map {
            JSONValue.object(["name": .string($0.name), "verdict": .string($0.verdict.rawValue)])
        }
        return .object([
            "checkedAt": .text(evidence.checkedAt), "actor": .text(evidence.actor),
            "verifiedBy": .text(evidence.verifiedBy), "uptimeHours": evidence.uptimeHours.map { .number($0) } ?? .null,
            "checks": .array(checks), "tests": .texts(evidence.tests),
        ])
    }
}
