package import RollbackCore

/// Gathers the five parts of what is checked out. Looks only; what takes time is done at once.
package struct ReleaseGathering: Sendable {
    private let git: GitRepository
    private let scope: CodeScope
    private let folders: ReleaseFolders?
    private let dependencies: ReleaseDependencies
    private let environment: ReleaseEnvironmentFiles
    private let artifacts: ReleaseArtifacts

    package init(
        _ git: GitRepository, scope: CodeScope, folders: ReleaseFolders?, dependencies: ReleaseDependencies,
        environment: ReleaseEnvironmentFiles, artifacts: ReleaseArtifacts
    ) {
        self.git = git
        self.scope = scope
        self.folders = folders
        self.dependencies = dependencies
        self.environment = environment
        self.artifacts = artifacts
    }

    package struct Gathered: Sendable {
        package var commit: CommitID
        package var sets: [ReleaseDependencies.Found]
        package var environment: EnvironmentValues
        package var schema: [SchemaHead]
        package var artifacts: [String: String]
        /// What could not be found out, and is no part of the release.
        package var notes: [String]
    }

    /// - Throws: `Failure.release` when what is checked out is not its commit.
    package func gather(_ commit: CommitID) async throws -> Gathered {
        async let clean: Void = refuseChanges(commit)
        async let artifacts = artifacts.part()
        let tree = try await CommitTree.read(git, commit, scope)
        async let sets = dependencies.part(of: tree)
        async let schema = ReleaseSchema(tree, prefix: scope.prefix).heads()
        let values = try environment.values()
        try await clean
        let (installed, built) = (try await sets, try await artifacts)
        return Gathered(
            commit: commit, sets: installed.sets, environment: values, schema: try await schema,
            artifacts: built.artifacts, notes: installed.notes + built.notes)
    }

    private static let shown = 10

    /// Uncommitted changes are in no commit: a release with them could not be brought back.
    package func refuseChanges(_ commit: CommitID) async throws {
        let changed = try await changedPaths(since: commit)
        guard !changed.isEmpty else { return }
        throw Failure.release(.changedFiles(commit, Array(changed.prefix(Self.shown)), count: changed.count))
    }

    private func changedPaths(since commit: CommitID) async throws -> [String] {
        if let folders, try folders.live() != nil { return try await git.editedPaths(in: folders) }
        return try await git.changedPathsHere(since: commit, in: scope)
    }
}
