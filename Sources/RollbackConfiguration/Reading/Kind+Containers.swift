/// A section and the name that it stands under.
struct Named<Body: Sendable>: Sendable {
    var name: String
    var body: Body
    var place: Place
}

extension Kind {
    /// An array whose elements are all of one kind. What stands in a `secret` one's place is never shown.
    static func list<Element>(of kind: Kind<Element>, secret: Bool = false) -> Kind where Value == [Located<Element>] {
        Kind("an array, each element \(kind.expected)", shape: .list(of: kind.shape)) { spot, findings in
            guard case .array(let elements) = spot.json.value else {
                return spot.refused("an array", secret: secret, findings)
            }
            return elements.enumerated().compactMap { index, json in
                let place = spot.place.element(index, at: json.position)
                return kind.read(Spot(json: json, place: place), findings).map { Located(value: $0, place: place) }
            }
        }
    }

    /// An object whose keys are names that the user chooses. Keys beginning with `_` are remarks.
    static func named<Body>(_ what: String, _ kind: Kind<Body>) -> Kind where Value == [Named<Body>] {
        let shape = Shape.named(kind.shape, keys: Words.namePattern, remarks: true)
        return Kind("an object: \(what) → \(kind.expected)", shape: shape) { spot, findings in
            spot.members(findings)?.compactMap { member in
                guard !member.key.hasPrefix("_") else { return nil }
                let inner = spot.inner(member)
                guard Words.isName(member.key) else {
                    let allowed = "letters, digits, '-', '_' and '.', at most 64, the first a letter or digit"
                    findings.problem(inner.place, "the name of \(what) consists of \(allowed)")
                    return nil
                }
                return kind.read(inner, findings).map { Named(name: member.key, body: $0, place: inner.place) }
            }
        }
    }
}

extension Kind where Value: Section {
    /// A nested section with its own keys.
    static var section: Kind {
        Kind("an object, see [\(Value.heading)](#\(Value.anchor))", shape: .section(Value.self)) { spot, findings in
            SectionReader(spot, of: Value.self, findings).flatMap(Value.init)
        }
    }
}

extension Spot {
    /// Nil, and reported, for anything but an object.
    func members(_ findings: Findings) -> [LocatedJSON.Member]? {
        guard case .object(let members) = json.value else { return refused("an object", findings) }
        return members
    }

    func inner(_ member: LocatedJSON.Member) -> Spot {
        Spot(json: member.value, place: place.member(member.key, at: member.keyPosition))
    }
}
