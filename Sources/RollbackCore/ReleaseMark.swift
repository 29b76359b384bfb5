/// What a person has said of a release that must not come back by itself.
package struct ReleaseMark: Hashable, Codable, Sendable {
    package enum Kind: String, Codable, CaseIterable, Sendable {
        /// It broke something.
        case bad
        /// It works, and has a hole that is closed since.
        case vulnerable
    }

    /// At least one.
    package var kinds: [Kind]
    package var reason: String?

    package init(_ kinds: [Kind], reason: String? = nil) {
        self.kinds = kinds
        self.reason = reason
    }
}
