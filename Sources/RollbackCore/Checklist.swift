/// What a person goes through before or after a run by hand.
package struct Checklist: Hashable, Codable, Sendable {
    package enum Moment: String, Codable, CaseIterable, Sendable {
        case before
        case after
    }

    package struct Group: Hashable, Codable, Sendable {
        /// `Confirm how bad it is`.
        package var heading: String
        /// A sentence each, unique in its list.
        package var items: [String]

        package init(_ heading: String, _ items: [String]) {
            self.heading = heading
            self.items = items
        }
    }

    package var moment: Moment
    package var groups: [Group]

    package init(_ moment: Moment, _ groups: [Group]) {
        self.moment = moment
        self.groups = groups
    }

    package var items: [String] { groups.flatMap(\.items) }
}

/// One item of a checklist, answered. A later answer to the same item replaces it.
package struct ChecklistAnswer: Hashable, Codable, Sendable {
    package var moment: Checklist.Moment
    package var item: String
    /// False: it was passed over.
    package var ticked: Bool
    package var note: String?

    package init(_ moment: Checklist.Moment, _ item: String, ticked: Bool, note: String? = nil) {
        self.moment = moment
        self.item = item
        self.ticked = ticked
        self.note = note
    }
}
