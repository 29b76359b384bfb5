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
                "notCompared": .texts(difference.notCompared),
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

    package static func snapshotRestored(_ view: LiveRestoreView) -> JSONLine {
        JSONLine(
            "snapshot-restored-live",
            [
                "sequence": .integer(view.sequence), "part": .string(view.part), "place": .string(view.place),
                "changes": .array(
                    view.changes.map { .object(["path": .string($0.path), "change": .string($0.change.rawValue)]) }),
                "extra": .integer(view.extra), "notes": .texts(view.notes),
                "before": view.before.map { .integer($0) } ?? .null, "restored": .integer(view.restored),
                "removed": .integer(view.removed), "left": .texts(view.left), "aside": .text(view.aside),
            ])
    }

    package static func snapshotsPruned(_ pruning: SnapshotPruning) -> JSONLine {
        JSONLine(
            "snapshots-pruned",
            [
                "removed": .array(pruning.removed.map { .integer($0) }), "freedBytes": .integer(pruning.freed),
                "dryRun": .bool(pruning.isTrial),
                "kept": .array(
                    pruning.kept.map { .object(["sequence": .integer($0.sequence), "why": .string($0.why)]) }),
            ])
    }
}
