package import RollbackCore

/// The lines of databases.
extension JSONLines {
    /// - Parameter plan: as a run stores it.
    package static func schemaPlan(
        _ database: String, verdict: String, reasons: [String], effects: [String], plan: some Encodable
    ) throws -> JSONLine {
        JSONLine(
            "schema-plan",
            [
                "database": .string(database), "verdict": .string(verdict), "reasons": .texts(reasons),
                "effects": .texts(effects), "plan": try JSONValue(encoding: plan),
            ])
    }

    /// - Parameter evidence: what a transaction proved that was then taken back.
    package static func schemaRehearsal(_ database: String, evidence: some Encodable) throws -> JSONLine {
        JSONLine("schema-rehearsal", ["database": .string(database), "evidence": try JSONValue(encoding: evidence)])
    }

    /// - Parameters:
    ///   - release: what it is compared with.
    ///   - changes: what is not as it was then, a line each.
    package static func schemaFacts(
        _ database: String, objects: [String], release: ReleaseNumber?, changes: [String]
    ) -> JSONLine {
        JSONLine(
            "schema-facts",
            [
                "database": .string(database), "objects": .texts(objects),
                "release": .text(release.map(\.description)), "changes": .texts(changes),
            ])
    }

    package static func parked(_ view: ParkedView) -> JSONLine {
        JSONLine(
            "parked",
            [
                "database": .string(view.database), "run": .string(view.run.description),
                "object": .string(view.object),
                "place": .string(view.place), "rows": .text(view.rows), "since": .string(view.since),
            ])
    }

    /// - Parameter file: where it was written to; nil: it was dropped.
    package static func unparked(_ view: ParkedView, file: String?, sha256: String?) -> JSONLine {
        JSONLine(
            file == nil ? "parked-dropped" : "parked-exported",
            [
                "database": .string(view.database), "run": .string(view.run.description),
                "object": .string(view.object),
            ].merging(
                file.map { ["file": .string($0), "sha256": .text(sha256)] } ?? [:]
            ) { $1 })
    }
}
