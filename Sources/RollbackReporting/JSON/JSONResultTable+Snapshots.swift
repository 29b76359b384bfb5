import RollbackCore

extension JSONEventReference {
    static var snapshots: [Entry] {
        [snapshot, snapshotDifference, snapshotFinding, snapshotRestored, snapshotRestoredLive, snapshotsPruned]
    }

    private static var snapshot: Entry {
        Entry(
            "snapshot", "A snapshot and its parts.", event: false,
            [
                Field("sequence", "integer", "its number"), Field("taken", "text", "ISO 8601 in UTC"),
                Field("reason", "text", "why it was taken; empty when nobody said"),
                Field("program", "text", "the version that took it"),
                Field("bytes", "integer", "of all parts, before compression and deduplication"),
                Field("entries", "integer", "files, folders and links of all trees"),
                Field(
                    "parts", "list",
                    "of each: name, kind (`tree`, `stream`, `facts`, `missing`), bytes, entries, digest (keyed) and why (it"
                        + " is missing, or something of it)"),
            ], examples: [JSONLines.snapshot(JSONExamples.snapshot)])
    }

    private static var snapshotDifference: Entry {
        Entry(
            "snapshot-difference", "What differs between two snapshots, or between one and what is there now.",
            event: false,
            [
                Field("from", "integer", "the number of the first"),
                Field("to", "integer or null", "of the second; null: what is there now"),
                Field(
                    "entries", "list",
                    "of each difference: part, path (empty: the whole part) and change (`added`, `removed`, `changed`)"),
                Field("notCompared", "list", "parts that were not looked at: databases as they are now, for one"),
            ],
            examples: [
                JSONLines.snapshotDifference(
                    SnapshotDifference(
                        from: 11, to: 12,
                        entries: [.init(part: "code", path: "server/login.py", change: .changed)]))
            ])
    }

    private static var snapshotFinding: Entry {
        Entry(
            "snapshot-finding", "Something wrong in the snapshot store.", event: false,
            [Field("place", "text", "the file or the snapshot"), Field("what", "text", "what is wrong with it")],
            examples: [
                JSONLines.snapshotFinding(
                    SnapshotTrouble(place: "packs/0a/0a1b2c", what: "authentication fails at byte 4096"))
            ])
    }

    private static var snapshotRestored: Entry {
        Entry(
            "snapshot-restored", "What was brought back from a snapshot, and where it is.", event: false,
            [
                Field("sequence", "integer", "the snapshot"), Field("parts", "list", "their names"),
                Field("place", "text", "a folder"),
            ], examples: [JSONLines.snapshotRestored(12, parts: ["code"], place: "/srv/side")])
    }

    private static var snapshotRestoredLive: Entry {
        var view = LiveRestoreView(
            sequence: 12, part: "code", place: "/srv/pi-forge",
            changes: [.init(part: "code", path: "server/login.py", change: .changed)])
        (view.before, view.restored, view.extra) = (13, 1, 2)
        return Entry(
            "snapshot-restored-live", "What was put over live files, or would be.", event: false,
            [
                Field("sequence", "integer", "the snapshot"), Field("part", "text", "its name"),
                Field("place", "text", "the live folder"),
                Field("changes", "list", "of each: path and change (`added`, `removed`, `changed`), as seen before"),
                Field("extra", "integer", "names that the snapshot does not have, and that stay"),
                Field("notes", "list", "what to know of it"),
                Field("before", "integer or null", "the snapshot of what was there; null: nothing was done"),
                Field("restored", "integer", "names"), Field("removed", "integer", "names"),
                Field("left", "list", "what was left as it is, and why"),
                Field("aside", "text or null", "where the old folder still lies"),
            ], examples: [JSONLines.snapshotRestored(view)])
    }

    private static var snapshotsPruned: Entry {
        Entry(
            "snapshots-pruned", "Which snapshots were removed, or would be.", event: false,
            [
                Field("removed", "list", "their numbers"), Field("freedBytes", "integer", "on the disk"),
                Field("dryRun", "true/false", "nothing was removed"),
                Field("kept", "list", "of each that is due and stays: sequence and why"),
            ],
            examples: [
                JSONLines.snapshotsPruned(
                    SnapshotPruning(
                        removed: [1, 2], kept: [.init(sequence: 3, why: "run-7 can be taken back")], isTrial: true))
            ])
    }
}
