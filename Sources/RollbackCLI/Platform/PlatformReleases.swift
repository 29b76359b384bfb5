import RollbackConfiguration
import RollbackCore
import RollbackDrivers
import RollbackStore

/// A platform's releases, and what they are gathered from.
extension Platform {
    var releases: ReleaseFiles { ReleaseFiles(state) }
    var dependencySets: DependencySets { DependencySets(state) }

    var sealedEnvironment: SealedEnvironment {
        SealedEnvironment(state, key: machine.keyFile)
    }

    /// What running processes say of the dependency sets that they use.
    func dependencyHints(of services: [Service]) throws -> [String] {
        let memory = ServiceMemoryFiles(state)
        let running = try found + services.compactMap { try memory.recall($0.name)?.facts }
        return DependencyHints.paths(
            of: running.compactMap { facts in
                facts.processes.first.flatMap { effects.table.setting(of: $0.id) } ?? facts.setting
            })
    }

    /// The dependency sets of a commit as they are, or would be, installed here.
    func releaseDependencies(of commit: CommitID) throws -> ReleaseDependencies {
        let git = git
        return ReleaseDependencies(
            DependencyPlanning(
                root: try access.folders?.live()?.path ?? git.root, store: state.onDisk.dependenciesPath,
                hints: try dependencyHints(of: services),
                processes: effects.processes
            ) { try await git.content(of: $0, at: commit) })
    }

    func releaseGathering(of commit: CommitID) throws -> ReleaseGathering {
        // Before the first activation everything is in the checkout itself.
        let place = try access.folders?.live() == nil ? root : configuration.home
        return ReleaseGathering(
            git, scope: access.scope, folders: access.folders, dependencies: try releaseDependencies(of: commit),
            environment: ReleaseEnvironmentFiles(root: place, services: services, found: found),
            artifacts: ReleaseArtifacts(
                root: place, patterns: configuration.releases.artifacts, services: services,
                processes: effects.processes))
    }
}

extension TargetChoice {
    /// The commit of a recorded release.
    /// - Throws: `Failure.release` for a number that is not recorded, and for a commit that is gone.
    func released(_ text: String) async throws -> CommitID {
        let release = try ReleaseLook(platform: platform).named(number: text)
        do {
            return try await named(release.parts.commit.rawValue)
        } catch Failure.unknownCommit(let commit) {
            throw Failure.release(
                .commitGone(
                    release.number, release.parts.commit, fetch: try await platform.git.fetchLine(for: commit)))
        }
    }
}
