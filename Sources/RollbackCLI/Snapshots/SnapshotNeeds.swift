import FoundationEssentials
import RollbackConfiguration
import RollbackCore
import RollbackDrivers
import RollbackSnapshots
import RollbackStore

/// What keeps a snapshot from being removed, however old it is.
struct SnapshotNeeds: Sendable {
    /// Commits that somebody may want to have as they were, and why.
    private var commits: [(names: @Sendable (CommitID) -> Bool, why: String)] = []
    private var runs: [RunID: String] = [:]

    /// - Throws: where it cannot be known what is needed: nothing is removed then.
    init(_ platform: Platform) throws {
        for entry in platform.configuration.knownGood where entry.verified && entry.mark == nil {
            commits.append(({ entry.names($0) }, "the known good release \(entry.hash.prefix(10))"))
        }
        if let pin = try platform.access.pins.read() {
            commits.append(({ $0 == pin.target }, "the pinned platform, at \(pin.target.short),"))
        }
        for (run, place) in try platform.state.everyRun() {
            guard let stored = try place.read(run) else { continue }
            if stored.state.unfinished {
                runs[run] = "\(run) is not finished"
            } else if stored.state.end?.undone != true, !runs.values.contains(where: { $0.hasSuffix(Self.undo) }) {
                runs[run] = "\(run) \(Self.undo)"
            }
        }
    }

    private static let undo = "can be taken back"

    /// - Parameter all: every snapshot, the oldest first, with the commit that was live.
    /// - Returns: why each of them stays that is needed.
    func reasons(_ all: [KeptSnapshot]) -> [Int: String] {
        var reasons: [Int: String] = [:]
        func add(_ why: String, to snapshot: KeptSnapshot) {
            reasons[snapshot.sequence] = reasons[snapshot.sequence] ?? why
        }
        for (names, why) in commits {
            let own = all.filter { $0.commit.map(names) ?? false }
            if let needed = own.last { add("\(why) has no newer one", to: needed) }
            if let needed = own.last(where: \.isOfRelease) {
                add("it was taken when \(why) was seen to work", to: needed)
            }
        }
        for snapshot in all {
            if case .run(let run) = snapshot.occasion, let why = runs[run] { reasons[snapshot.sequence] = why }
        }
        return reasons
    }
}

/// A snapshot as retention sees it.
struct KeptSnapshot: Sendable {
    var sequence: Int
    var taken: Date
    var occasion: SnapshotOccasion?
    /// Nil where it is not known.
    var commit: CommitID?

    /// Taken when the release was recorded or became a known good one: as it was when it was seen to work.
    var isOfRelease: Bool {
        switch occasion {
        case .release, .knownGood: true
        case .run, nil: false
        }
    }

    init(_ record: SnapshotRecord, _ reader: SnapshotReader) throws {
        sequence = record.sequence
        taken = SnapshotViews.date(record)
        occasion = record.occasion.flatMap(SnapshotOccasion.init)
        commit = try reader.commit(of: reader.manifest(of: record))
    }
}

private struct GitFacts: Decodable { var commit: CommitID }

extension SnapshotReader {
    /// The commit that was live when a snapshot was taken; nil where it is not known.
    func commit(of manifest: SnapshotManifest) throws -> CommitID? {
        let git = manifest.parts.first { $0.name == "git" && $0.kind == .facts }
        return try git.map { try JSONText.decode(GitFacts.self, from: facts($0)).commit }
    }
}
