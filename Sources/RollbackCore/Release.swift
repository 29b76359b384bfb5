package import FoundationEssentials

/// The SHA-256 of a release's parts, in hexadecimal: equal parts are one release.
package struct ReleaseID: Name {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package var short: String { String(rawValue.prefix(12)) }
}

/// One immutable version of the whole platform, as it was recorded.
package struct Release: Hashable, Codable, Sendable {
    package var number: ReleaseNumber
    package var id: ReleaseID
    package var parts: ReleaseParts
    /// The names of the environment's variables, with digests that only the holder of the key can compare.
    package var environment: EnvironmentSummary?
    /// Where the dependency sets were when it was recorded, by their keys; absolute. No part of what it is.
    package var installed: [String: String]
    package var recordedAt: Date
    package var actor: String
    package var reason: String?

    package init(
        number: ReleaseNumber, id: ReleaseID, parts: ReleaseParts, environment: EnvironmentSummary? = nil,
        installed: [String: String] = [:], recordedAt: Date, actor: String, reason: String? = nil
    ) {
        self.number = number
        self.id = id
        self.parts = parts
        self.environment = environment
        self.installed = installed
        self.recordedAt = recordedAt
        self.actor = actor
        self.reason = reason
    }
}

/// What a release consists of. Nothing in it depends on the machine's paths, on the time, or on who asks.
package struct ReleaseParts: Hashable, Codable, Sendable {
    package var commit: CommitID
    /// Sorted by ecosystem and key.
    package var dependencies: [DependencySet]
    /// Nil for a platform whose services are started with no environment file.
    package var environment: EnvironmentDigest?
    /// Of each folder of migrations, what is newest in it; empty without migrations.
    package var schema: [SchemaHead]
    /// What else belongs to the release, by its name: an image's digest, the SHA-256 of a built file.
    package var artifacts: [String: String]

    package init(
        commit: CommitID, dependencies: [DependencySet] = [], environment: EnvironmentDigest? = nil,
        schema: [SchemaHead] = [], artifacts: [String: String] = [:]
    ) {
        self.commit = commit
        self.dependencies = dependencies.sorted { ($0.ecosystem, $0.key) < ($1.ecosystem, $1.key) }
        self.environment = environment
        self.schema = schema.sorted { $0.folder < $1.folder }
        self.artifacts = artifacts
    }
}

/// One dependency set of a release.
package struct DependencySet: Hashable, Codable, Sendable {
    /// `pip`, `npm`.
    package var ecosystem: String
    /// Of its lock files' bytes, the interpreter and the platform; its folder in the store is called so.
    package var key: String
    /// The lock files that it is installed from, by their paths in the checkout.
    package var locks: [String]

    package init(ecosystem: String, key: String, locks: [String]) {
        self.ecosystem = ecosystem
        self.key = key
        self.locks = locks
    }
}

/// What the migrations of a commit say is the newest schema.
package struct SchemaHead: Hashable, Codable, Sendable {
    /// Where they lie, from the platform's root.
    package var folder: String
    /// `alembic`, `supabase`, `sql`.
    package var system: String
    /// More than one where the history of revisions has branched.
    package var heads: [String]

    package init(folder: String, system: String, heads: [String]) {
        self.folder = folder
        self.system = system
        self.heads = heads
    }
}
