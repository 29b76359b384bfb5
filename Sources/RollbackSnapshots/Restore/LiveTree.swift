/// A tree that is in use, and what a restore may do to it.
package struct LiveTree {
    /// Why a name was left as it is.
    package enum Reason: Hashable, Sendable {
        /// A database: whoever has it open would write to another file from then on.
        case database
        /// It changed after the restore had begun: it is in no snapshot.
        case changed
        /// A folder with something in it, where a file was.
        case folder
    }

    package struct Left: Hashable, Sendable {
        package var path: [UInt8]
        package var reason: Reason
    }

    /// What was done.
    package struct Outcome: Sendable {
        /// Names made, replaced or changed.
        package var restored = 0
        package var removed = 0
        package var left: [Left] = []
        /// Attributes that could not be set.
        package var notes: [RestoreNote] = []
        /// Where what was there before still lies; nil: nowhere but in a snapshot.
        package var aside: String?
    }

    package var root: String
    /// What is in it, as a snapshot has just kept it: nothing else is overwritten.
    package var now: [TreeEntry]
    /// Of `now`: what goes because the snapshot does not have it.
    package var goes: Set<[UInt8]>
    /// Whether a path, from the root, must stay as it is: asked right before it would be replaced.
    package var isDatabase: (_ path: [UInt8]) -> Bool
    /// Asked between two files: true ends the restore, which can be repeated.
    package var mustStop: () -> Bool

    package init(
        root: String, now: [TreeEntry], goes: Set<[UInt8]> = [], isDatabase: @escaping (_ path: [UInt8]) -> Bool,
        mustStop: @escaping () -> Bool = { false }
    ) {
        (self.root, self.now, self.goes) = (root, now, goes)
        (self.isDatabase, self.mustStop) = (isDatabase, mustStop)
    }

    func stopIfAsked() throws {
        if mustStop() { throw CancellationError() }
    }
}

extension TreeEntry {
    /// Content, kind, mode, owner and attributes are the same. Times are no difference: a file that was written anew with
    /// the same bytes is the same file.
    package func isSame(as other: TreeEntry) -> Bool {
        kind == other.kind && chunks == other.chunks && holes == other.holes && target == other.target
            && attributes == other.attributes && facts.mode == other.facts.mode && facts.user == other.facts.user
            && facts.group == other.facts.group && (kind != .file || facts.size == other.facts.size)
    }
}
