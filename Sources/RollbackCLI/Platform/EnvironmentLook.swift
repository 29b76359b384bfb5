import RollbackConfiguration
import RollbackCore
import RollbackDrivers
import RollbackStore

/// What of the environment goes back with the full level: what the target's release was recorded with, as far as the
/// release that goes away changed it.
struct EnvironmentLook: Sendable {
    let platform: Platform
    /// The release that was named; nil: the newest record of the target's commit.
    let named: ReleaseNumber?

    /// - Parameters:
    ///   - bad: the release that goes away; nil: nobody knows.
    ///   - withCode: absolute paths that git brings back.
    ///   - only: absolute folders; nil: everything.
    func part(
        bad: CommitID?, good: CommitID, withCode: Set<String>, only: [String]?
    ) throws -> EnvironmentPlanning.Part {
        guard platform.configuration.full.restoresEnvironment else {
            return left("the environment: the configuration leaves it out")
        }
        guard let release = try wanted(good) else {
            return left("environment files that git does not have (\(good.short) was never recorded as a release)")
        }
        guard release.parts.environment != nil else {
            return left("the environment (\(release.number) was recorded without any environment file)")
        }
        do {
            guard let wanted = try opened(release) else { return left("the environment") }
            return try EnvironmentPlanning(root: platform.root, withCode: withCode, only: only).part(
                good: wanted, bad: recorded(bad))
        } catch Failure.release(.environment(let trouble)) {
            var part = left("the environment")
            let why = platform.effects.words(Failure.release(.environment(trouble)))
            part.warnings = ["the environment is left as it is: \(why)"]
            return part
        }
    }

    private func wanted(_ commit: CommitID) throws -> Release? {
        let files = ReleaseFiles(platform.state)
        return try named.map { try files.read($0) } ?? files.find(commit: commit)
    }

    /// What cannot be opened any more says nothing.
    private func recorded(_ commit: CommitID?) throws -> OpenedEnvironment? {
        guard let commit, let release = try ReleaseFiles(platform.state).find(commit: commit) else { return nil }
        return try? opened(release)
    }

    private func opened(_ release: Release) throws -> OpenedEnvironment? {
        guard let digest = release.parts.environment else { return nil }
        return OpenedEnvironment(
            release: "\(release.number)", digest: digest, values: try platform.access.openEnvironment(digest))
    }

    private func left(_ what: String) -> EnvironmentPlanning.Part {
        var part = EnvironmentPlanning.Part()
        part.leaves = [what]
        return part
    }
}
