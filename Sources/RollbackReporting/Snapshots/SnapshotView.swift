package import FoundationEssentials

/// A snapshot, as people and programs see it: what it holds, and nothing of what stands in it.
package struct SnapshotView: Hashable, Sendable {
    package struct Part: Hashable, Sendable {
        package enum Kind: String, Sendable { case tree, stream, facts, missing }

        package var name: String
        package var kind: Kind
        package var bytes: Int
        /// Of a tree: files, folders and links.
        package var entries: Int
        /// Keyed: it tells equal from different and nothing of the content.
        package var digest: String
        /// Why it is missing, or what of it was left out.
        package var why: String?

        package init(name: String, kind: Kind, bytes: Int, entries: Int, digest: String, why: String?) {
            self.name = name
            self.kind = kind
            self.bytes = bytes
            self.entries = entries
            self.digest = digest
            self.why = why
        }
    }

    /// Snapshots are ordered by it, and named by it.
    package var sequence: Int
    package var taken: Date
    package var reason: String
    package var program: String
    package var parts: [Part]

    package init(sequence: Int, taken: Date, reason: String, program: String, parts: [Part]) {
        self.sequence = sequence
        self.taken = taken
        self.reason = reason
        self.program = program
        self.parts = parts
    }

    package var bytes: Int { parts.reduce(0) { $0 + $1.bytes } }
    package var entries: Int { parts.reduce(0) { $0 + $1.entries } }
    package var missing: [Part] { parts.filter { $0.kind == .missing } }
}

/// What differs between two snapshots, or between one and what is there now.
package struct SnapshotDifference: Hashable, Sendable {
    package enum Change: String, Sendable { case added, removed, changed }

    package struct Entry: Hashable, Sendable {
        package var part: String
        /// Empty: the part as a whole.
        package var path: String
        package var change: Change

        package init(part: String, path: String, change: Change) {
            self.part = part
            self.path = path
            self.change = change
        }
    }

    package var from: Int
    /// Nil: what is there now.
    package var to: Int?
    package var entries: [Entry]
    /// Parts that were not looked at: databases as they are now, and what only says how the platform fared.
    package var notCompared: [String] = []

    package init(from: Int, to: Int?, entries: [Entry]) {
        self.from = from
        self.to = to
        self.entries = entries
    }
}

/// What a look through the store has found.
package struct SnapshotTrouble: Hashable, Sendable {
    /// The file of the store, or the snapshot.
    package var place: String
    package var what: String

    package init(place: String, what: String) {
        self.place = place
        self.what = what
    }
}

/// Which snapshots retention has removed, or would.
package struct SnapshotPruning: Hashable, Sendable {
    /// One that is due, and stays.
    package struct Kept: Hashable, Sendable {
        package var sequence: Int
        package var why: String

        package init(sequence: Int, why: String) { (self.sequence, self.why) = (sequence, why) }
    }

    package var removed: [Int]
    package var kept: [Kept]
    /// Bytes.
    package var freed = 0
    /// Nothing was removed.
    package var isTrial: Bool

    package init(removed: [Int], kept: [Kept], isTrial: Bool) {
        (self.removed, self.kept, self.isTrial) = (removed, kept, isTrial)
    }
}

/// What a restore over live files would do, or has done.
package struct LiveRestoreView: Hashable, Sendable {
    package var sequence: Int
    package var part: String
    /// The folder that is restored to.
    package var place: String
    package var changes: [SnapshotDifference.Entry]
    /// Names that the snapshot does not have, and that stay.
    package var extra = 0
    /// What to know before it is done.
    package var notes: [String] = []
    /// The snapshot of what was there before; nil while nothing was done.
    package var before: Int?
    package var restored = 0
    package var removed = 0
    /// What was left as it is, and why.
    package var left: [String] = []
    /// Where the old folder still lies.
    package var aside: String?

    package init(sequence: Int, part: String, place: String, changes: [SnapshotDifference.Entry]) {
        (self.sequence, self.part, self.place, self.changes) = (sequence, part, place, changes)
    }
}
