/// What of one environment file goes back: the variables that the bad release changed, and no others.
struct EnvironmentDifference: Hashable {
    /// They get the values of the good release.
    var sets: [String] = []
    /// The good release does not have them.
    var removals: [String] = []
    /// Changed by somebody since the bad release: they stay.
    var kept: [String] = []

    /// - Parameter bad: as it was recorded; nil: nobody recorded it, and then every difference counts as its doing.
    init(good: [String: String], bad: [String: String]?, live: [String: String]) {
        let before = bad ?? live
        for name in Set(good.keys).union(before.keys).union(live.keys).sorted() {
            let (wanted, was, now) = (good[name], before[name], live[name])
            if now == wanted { continue }
            if now != was {
                kept.append(name)
            } else if wanted == nil {
                removals.append(name)
            } else {
                sets.append(name)
            }
        }
    }

    var isEmpty: Bool { sets.isEmpty && removals.isEmpty }
}

/// Which variables of which file go back. Names only: the values are opened when they are needed.
struct EnvironmentFileChange: Hashable, Codable, Sendable {
    /// Absolute.
    var path: String
    /// The file's name in the sealed environment.
    var file: String
    var sets: [String]
    var removals: [String]

    var names: [String] { sets + removals }

    var summary: String {
        let parts = [("set", sets), ("remove", removals)].filter { !$0.1.isEmpty }
        return parts.map { "\($0.0) \(EnvironmentPlanning.list($0.1))" }.joined(separator: ", ") + " in \(file)"
    }
}

/// What the steps of the environment share.
struct EnvironmentSettings: Hashable, Codable, Sendable {
    /// Whose values go back: `v41`.
    var release: String
    var digest: String
    var files: [EnvironmentFileChange]
}
