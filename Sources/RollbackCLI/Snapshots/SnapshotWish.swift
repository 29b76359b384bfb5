import RollbackCore

/// Which snapshot is to be taken, and what for.
struct SnapshotWish: Sendable {
    /// For people; empty when nobody said.
    var reason: String
    var occasion: SnapshotOccasion?
    /// Besides the platform's own.
    var trees: [SnapshotSources.Tree] = []
    /// Why databases stay out; nil: they are in it.
    var withoutDatabases: String?
    /// Whether old ones go after it.
    var prunes = true
}

/// What a snapshot was taken around: its record says it for retention (docs/snapshot-format.md).
enum SnapshotOccasion: Hashable, Sendable {
    case run(RunID)
    case release(ReleaseNumber)
    /// A release of no number has become a known good one.
    case knownGood

    var text: String {
        switch self {
        case .run(let run): "\(run)"
        case .release(let number): "\(number)"
        case .knownGood: "known-good"
        }
    }

    /// - Returns: nil for what a later program says.
    init?(_ text: String) {
        if text == Self.knownGood.text {
            self = .knownGood
        } else if text.hasPrefix("run-"), let run = RunID(text: text) {
            self = .run(run)
        } else if text.hasPrefix("v"), let number = ReleaseNumber(text: text) {
            self = .release(number)
        } else {
            return nil
        }
    }
}
