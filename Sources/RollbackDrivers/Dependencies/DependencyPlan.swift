import RollbackCore

/// A plan's part while it is put together: each set is built once, and each live set is switched once.
struct DependencyPlan {
    var builds: [DependencyBuild] = []
    var switches: [DependencySwitch] = []
    var warnings: [String] = []
    var restores: [String] = []
    var leaves: [String] = []
    private var seen: [String: LiveSet] = [:]

    /// - Returns: false when an earlier lock file already speaks for this set.
    mutating func claim(_ live: LiveSet) -> Bool {
        guard seen[live.path] == nil else { return false }
        seen[live.path] = live
        return true
    }

    mutating func add(_ build: DependencyBuild) {
        guard let place = builds.firstIndex(where: { $0.key == build.key }) else { return builds.append(build) }
        builds[place].programs = Set(builds[place].programs + build.programs).sorted()
    }

    func part() throws -> DependencyPlanning.Part {
        let steps =
            try builds.map(DependencySteps.contribution)
            + switches.map { change in
                let needed = builds.filter { change.target.hasPrefix($0.folder) }.map(\.step)
                return try DependencySteps.contribution(change, needs: needed)
            }
        let states = seen.values.sorted { $0.path < $1.path }.map { live in
            switch live.form {
            case .link(let text): "\(live.path) -> \(text)"
            case .folder(let inode): "\(live.path) #\(inode)"
            }
        }
        return DependencyPlanning.Part(
            contributions: steps, warnings: warnings, restores: restores, leaves: leaves,
            fingerprint: states.joined(separator: "\n"))
    }
}
