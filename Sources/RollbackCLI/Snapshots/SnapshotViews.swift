import FoundationEssentials
import RollbackCore
import RollbackReporting
import RollbackSnapshots

/// The store's values as reporting knows them.
enum SnapshotViews {
    static func view(_ record: SnapshotRecord, _ manifest: SnapshotManifest) -> SnapshotView {
        SnapshotView(
            sequence: record.sequence, taken: date(record), reason: record.reason, program: record.program,
            parts: manifest.parts.map(part))
    }

    /// For people and for how old something is; order is the sequence's.
    static func date(_ record: SnapshotRecord) -> Date {
        (try? Date(record.taken, strategy: .iso8601)) ?? Date(timeIntervalSince1970: 0)
    }

    private static func part(_ part: SnapshotPart) -> SnapshotView.Part {
        SnapshotView.Part(
            name: part.name, kind: kind(part.kind), bytes: part.bytes, entries: part.entries,
            digest: "\(part.digest)", why: part.why)
    }

    private static func kind(_ kind: SnapshotPart.Kind) -> SnapshotView.Part.Kind {
        switch kind {
        case .tree: .tree
        case .stream: .stream
        case .facts: .facts
        case .missing: .missing
        }
    }
}
