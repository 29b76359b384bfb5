/// Whom to call and where to look when the program cannot help any further; from the platform's configuration.
package struct EmergencyContacts: Hashable, Codable, Sendable {
    package struct Entry: Hashable, Codable, Sendable {
        /// `Repository owner`.
        package var name: String
        /// A telephone number, a handle or an address: `@kim`, `https://railway.app/dashboard`.
        package var address: String

        package init(name: String, address: String) {
            self.name = name
            self.address = address
        }

        var line: String { SafeText.oneLine(address.isEmpty ? name : "\(name): \(address)") }
    }

    package var people: [Entry]
    package var dashboards: [Entry]

    package init(people: [Entry] = [], dashboards: [Entry] = []) {
        self.people = people
        self.dashboards = dashboards
    }

    package static let none = EmergencyContacts()
    package var isEmpty: Bool { people.isEmpty && dashboards.isEmpty }

    /// Plain lines under a failure; empty without contacts.
    package var lines: [String] {
        (people.isEmpty ? [] : ["Contacts:"] + people.map { "  \($0.line)" })
            + (dashboards.isEmpty ? [] : ["Dashboards:"] + dashboards.map { "  \($0.line)" })
    }
}
