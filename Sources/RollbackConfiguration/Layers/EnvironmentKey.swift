/// The key under which a file keeps what is different in each named environment.
enum EnvironmentKey {
    static let name = "environments"
    /// Keys that no environment has.
    static let own: Set = [name, "environment"]

    static func key(of section: any Section.Type) -> Key<[Named<LocatedJSON>]> {
        Key(
            name, .named("environment", .overrides(of: section)),
            """
            What is different in each named environment: the same keys as in this file, as far as they differ. Objects \
            are merged key by key; anything else, arrays too, is replaced. See [Environments](#environments).
            """)
    }

    /// The overrides of each environment, in the file's order; they are checked when they are laid over the file.
    static func read(_ tree: LocatedJSON, of file: ConfigurationFile, _ findings: Findings) -> [Named<LocatedJSON>] {
        guard let section = file.section, let member = tree.member(name),
            section.keys.contains(where: { $0.name == name })
        else { return [] }
        let spot = Spot(json: tree, place: Place(file, at: tree.position)).inner(member)
        return key(of: section).kind.read(spot, findings) ?? []
    }

    /// In the tree that is read there is none any more, but for one within an environment.
    static func refuse(_ keys: [any AnyKey], _ reader: SectionReader) {
        for key in keys where own.contains(key.name) {
            guard let place = reader.has(key), case .environment = place.origin else { continue }
            reader.findings.problem(place, "an environment cannot say which environment holds")
        }
    }
}

extension Kind where Value == LocatedJSON {
    /// Part of a file's keys.
    static func overrides(of section: any Section.Type) -> Kind {
        Kind("an object with keys of this file", shape: .overrides(of: section)) { spot, findings in
            spot.members(findings).map { _ in spot.json }
        }
    }
}
