/// Something that was found out about a project without anybody having said it, and what told it.
package struct ProjectGuess: Hashable, Codable, Sendable {
    package enum Kind: String, Codable, CaseIterable, Sendable {
        case service
        /// What the services need from elsewhere.
        case external
        case migrations
        case host
        case contact
        /// Something that could not be read or used.
        case note
    }

    package var kind: Kind
    package var name: String
    /// What follows from it, a few words each: `port 8000`.
    package var facts: [String]
    /// What told it, with the place: `Procfile:1 starts it`.
    package var reasons: [String]

    package init(_ kind: Kind, _ name: String, facts: [String] = [], reasons: [String]) {
        self.kind = kind
        self.name = name
        self.facts = facts
        self.reasons = reasons
    }
}
