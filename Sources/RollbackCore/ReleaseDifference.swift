/// What differs between two releases, apart from their code. Digests, and never values.
package struct ReleaseDifference: Hashable, Sendable {
    package struct Change: Hashable, Sendable {
        package var name: String
        /// Nil: the older release does not have it.
        package var old: String?
        /// Nil: the newer one does not have it.
        package var new: String?

        package init(name: String, old: String?, new: String?) {
            self.name = name
            self.old = old
            self.new = new
        }
    }

    package var dependencies: [Change]
    /// Variables, `FILE NAME`.
    package var environment: [Change]
    /// False: they were sealed with different keys, and nothing can be said of their values.
    package var environmentIsComparable: Bool
    package var schema: [Change]
    package var artifacts: [Change]

    package init(from old: Release, to new: Release) {
        dependencies = Self.changes(Self.sets(old), Self.sets(new))
        schema = Self.changes(Self.heads(old), Self.heads(new))
        artifacts = Self.changes(old.parts.artifacts, new.parts.artifacts)
        let keys = [old, new].compactMap { $0.environment?.key }
        environmentIsComparable = Set(keys).count < 2
        environment = environmentIsComparable ? Self.changes(Self.variables(old), Self.variables(new)) : []
    }

    package var isEmpty: Bool {
        dependencies.isEmpty && environment.isEmpty && environmentIsComparable && schema.isEmpty && artifacts.isEmpty
    }

    private static func changes(_ old: [String: String], _ new: [String: String]) -> [Change] {
        Set(old.keys).union(new.keys).sorted().filter { old[$0] != new[$0] }
            .map { Change(name: $0, old: old[$0], new: new[$0]) }
    }

    private static func sets(_ release: Release) -> [String: String] {
        let named = release.parts.dependencies.map { ("\($0.ecosystem) (\($0.locks.joined(separator: ", ")))", $0.key) }
        return Dictionary(named) { "\($0), \($1)" }
    }

    private static func heads(_ release: Release) -> [String: String] {
        let named = release.parts.schema.map { ("\($0.folder) (\($0.system))", $0.heads.joined(separator: ", ")) }
        return Dictionary(named) { "\($0), \($1)" }
    }

    private static func variables(_ release: Release) -> [String: String] {
        let named = (release.environment?.files ?? [:]).flatMap { file, variables in
            variables.map { ("\(file) \($0.key)", $0.value) }
        }
        return Dictionary(named) { first, _ in first }
    }
}
