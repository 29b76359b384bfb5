/// What is recorded as a release, and kept of it.
package struct ReleaseSettings: Hashable, Codable, Sendable {
    /// Files that are not in git, as patterns from the root.
    package var artifacts: [String]
    /// How much room dependency sets may take that nobody needs any more.
    package var dependencySetsMegabytes: Int

    package init(artifacts: [String] = [], dependencySetsMegabytes: Int = 5000) {
        self.artifacts = artifacts
        self.dependencySetsMegabytes = dependencySetsMegabytes
    }
}
