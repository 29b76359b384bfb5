package import RollbackCore

extension JSONLines {
    /// A checklist of the manual level, as it is read out where nobody can be asked.
    package static func checklist(_ checklist: Checklist, contacts: EmergencyContacts) -> JSONLine {
        let groups = checklist.groups.map { group in
            JSONValue.object(["heading": .string(group.heading), "items": .texts(group.items)])
        }
        return JSONLine(
            "checklist",
            [
                "moment": .string(checklist.moment.rawValue), "groups": .array(groups),
                "contacts": .texts((contacts.people + contacts.dashboards).map(\.line)),
            ])
    }
}

extension JSONEventReference {
    static var checklist: Entry {
        let example = Checklist(.before, [Checklist.Group("People", ["The team knows who rolls back"])])
        return Entry(
            "checklist", "What the manual level goes through, printed where nobody can be asked.", event: false,
            [
                Field("moment", "text", "`before` or `after` the steps"),
                Field("groups", "list", "of each: heading, items"),
                Field("contacts", "list", "whom to call and where to look, from the platform's configuration"),
            ], examples: [JSONLines.checklist(example, contacts: .none)])
    }
}
