import RollbackCore

/// The lines of snapshots.
extension JSONLines {
    package static func snapshot(_ view: SnapshotView) -> JSONLine {
        JSONLine(
            "snapshot",
            [
                "sequence": .integer(view.sequence), "taken": .string(DateText.iso(view.taken)),
                "reason": .string(view.reason), "program": .string(view.program), "bytes": .integer(view.bytes),
                "entries": .integer(view.entries),
                "parts": .array(
                    view.parts.map { part in
                        .object([
                            "name": .string(part.name), "kind": .string(part.kind.rawValue),
                            "bytes": .integer(part.bytes), "entries": .integer(part.entries),
                            "digest": .string(part.digest), "why": .text(part.why),
                        ])
                    }),
            ])
    }

    package static func snapshotDifference(_ difference: SnapshotDifference) -> JSONLine {
        JSONLine(
            "snapshot-difference",
            [
                "from": .integer(difference.from), "to": difference.to.map { .integer($0) } ?? .null,
                "entries": .array(
                    difference.entries.map {
                        .object([
                            "part": .string($0.part), "path": .string($0.path), "change": .string($0.change.rawValue),
                        ])
                    }),
            ])
    }

    package static func snapshotFinding(_ finding: SnapshotTrouble) -> JSONLine {
        JSONLine("snapshot-finding", ["place": .string(finding.place), "what": .string(finding.what)])
    }

    /// - Parameter place: where the parts went.
    package static func snapshotRestored(_ sequence: Int, parts: [String], place: String) -> JSONLine {
        JSONLine(
            "snapshot-restored",
            ["sequence": .integer(sequence), "parts": .texts(parts), "place": .string(place)])
    }

    package static func snapshotsPruned(removed: [Int], freed: Int, dryRun: Bool) -> JSONLine {
        JSONLine(
            "snapshots-pruned",
            [
                "removed": .array(removed.map { .integer($0) }), "freedBytes": .integer(freed),
                "dryRun": .bool(dryRun),
            ])
    }
}
