/// The keyed digest of an environment: equal values under one key have the same, and without the key it says nothing.
package struct EnvironmentDigest: Name {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package var short: String { String(rawValue.prefix(12)) }
}

/// The variables of a platform's environment files. The values are secrets: printed, it shows none of them.
package struct EnvironmentValues: Hashable, Codable, Sendable, CustomStringConvertible, CustomReflectable {
    /// By the file's path, from the platform's root or absolute where it lies outside; then by the variable's name.
    package var files: [String: [String: String]]

    package init(files: [String: [String: String]] = [:]) { self.files = files }

    package var isEmpty: Bool { files.isEmpty }
    package var description: String { "the values of \(files.keys.sorted().joined(separator: ", "))" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// An environment without its values: what can be shown, and compared under one key.
package struct EnvironmentSummary: Hashable, Codable, Sendable {
    package var digest: EnvironmentDigest
    /// Which key it is sealed with; digests of different keys say nothing about each other.
    package var key: String
    /// By file, then by the variable's name: a short keyed digest of the value.
    package var files: [String: [String: String]]

    package init(digest: EnvironmentDigest, key: String, files: [String: [String: String]]) {
        self.digest = digest
        self.key = key
        self.files = files
    }
}
