import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// The dependency sets that lastgood has built, a folder for each key.
package struct DependencySets: Sendable {
    package struct Kept: Hashable, Sendable {
        package var key: String
        /// What its files take on the disk; a file with several names counts once.
        package var bytes: Int
        /// A build was cut short.
        package var isComplete: Bool

        package init(key: String, bytes: Int, isComplete: Bool) {
            self.key = key
            self.bytes = bytes
            self.isComplete = isComplete
        }
    }

    private let state: StateDirectory
    package init(_ state: StateDirectory) { self.state = state.onDisk }

    package func path(_ key: String) -> String { "\(state.dependenciesPath)/\(key)" }

    /// Whether a set can be switched to. The marker comes last, so a build that was cut short has none.
    package func isComplete(_ key: String) -> Bool { FileCall.facts("\(path(key))/complete") != nil }

    package func all() throws -> [Kept] {
        var seen: Set<UInt64> = []
        return try FileCall.names(in: state.dependenciesPath).map { key in
            Kept(key: key, bytes: try bytes(of: path(key), &seen), isComplete: isComplete(key))
        }
    }

    private func bytes(of folder: String, _ seen: inout Set<UInt64>) throws -> Int {
        var total = 0
        try TreeWalk.walk(folder, enter: { _ in true }) { name, _, _ in
            guard let facts = FileCall.facts("\(folder)/\(name)") else { return }
            if facts.st_nlink > 1, facts.st_mode & S_IFMT == S_IFREG, !seen.insert(UInt64(facts.st_ino)).inserted {
                return
            }
            total += Int(facts.st_blocks) * 512
        }
        return total
    }

    /// Which of them go, so that the rest takes no more than `budget`: those with the lowest rank first. Builds that were
    /// cut short are of no use to anybody.
    package static func surplus(
        _ sets: [Kept], budget: Int, needed: Set<String>, rank: (String) -> Int
    ) -> [Kept] {
        let spare = sets.filter { !needed.contains($0.key) }
        var gone = spare.filter { !$0.isComplete }
        var left = sets.map(\.bytes).reduce(0, +) - gone.map(\.bytes).reduce(0, +)
        for set in spare.filter(\.isComplete).sorted(by: { (rank($0.key), $0.key) < (rank($1.key), $1.key) }) {
            guard left > budget else { break }
            gone.append(set)
            left -= set.bytes
        }
        return gone
    }

    /// The marker goes first: a removal that is cut short leaves a set that nobody takes for whole.
    package func remove(_ key: String) throws {
        let marker = "\(path(key))/complete"
        if unlink(marker) != 0, errno != ENOENT {
            throw Failure.file(path: marker, doing: "remove the dependency set", errno: errno)
        }
        try FileManager.default.removeItem(atPath: path(key))
    }
}
