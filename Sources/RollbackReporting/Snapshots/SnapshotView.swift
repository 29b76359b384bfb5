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
