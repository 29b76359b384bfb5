/// Someone to call.
struct ContactSection: Section {
    static let heading = "Contacts"
    static let file = ConfigurationFile.rollback
    static let path = "contacts[]"
    static let about = "A contact is a string, or an object with these keys."
    static let example = """
        "contacts": ["@owner on the team chat", { "name": "Operations", "how": "+49 30 1234567" }]
        """

    static let name = Key("name", .nonEmpty, fallback: "required", "Who.")
    static let how = Key("how", .nonEmpty, "A number, a handle or an address.")
    static let keys: [any AnyKey] = [name, how]

    let contact: Contact

    init?(_ reader: SectionReader) {
        let how = reader.value(Self.how)
        guard let name = reader.required(Self.name) else { return nil }
        contact = Contact(name: name, how: how)
    }
}

extension Kind where Value == Contact {
    static var contact: Kind {
        let shape = Shape.either([Kind<String>.nonEmpty.shape, .section(ContactSection.self)])
        return Kind("a string, or an object, see [Contacts](#contacts)", shape: shape) { spot, findings in
            switch spot.json.value {
            case .object: Kind<ContactSection>.section.read(spot, findings)?.contact
            case .string: Kind<String>.nonEmpty.read(spot, findings).map { Contact(name: $0) }
            default: spot.refused("a string or an object", findings)
            }
        }
    }
}
