/// What a key's value may be: the words for it, its shape, and how it is read. The reference page prints the same words that a
/// mistake is answered with.
struct Kind<Value: Sendable>: Sendable {
    /// `a port number from 1 to 65535`.
    let expected: String
    let shape: Shape
    /// Nil after reporting what is wrong.
    let read: @Sendable (Spot, Findings) -> Value?

    init(_ expected: String, shape: Shape, read: @escaping @Sendable (Spot, Findings) -> Value?) {
        self.expected = expected
        self.shape = shape
        self.read = read
    }

    /// A kind read from one JSON value without parts. `secret` values are never shown.
    static func scalar(
        _ expected: String, shape: Shape, secret: Bool = false,
        _ convert: @escaping @Sendable (LocatedJSON.Value) -> Value?
    ) -> Kind {
        Kind(expected, shape: shape) { spot, findings in
            convert(spot.json.value) ?? spot.refused(expected, secret: secret, findings)
        }
    }

    /// The same kind with one more demand; `why` gives the sentence for a value that does not meet it.
    func checked(_ why: @escaping @Sendable (Value) -> String?) -> Kind {
        Kind(expected, shape: shape) { spot, findings in
            guard let value = read(spot, findings) else { return nil }
            guard let why = why(value) else { return value }
            findings.problem(spot.place, why)
            return nil
        }
    }

    func map<Other>(_ convert: @escaping @Sendable (Value) -> Other) -> Kind<Other> {
        Kind<Other>(expected, shape: shape) { spot, findings in read(spot, findings).map(convert) }
    }

    func described(_ expected: String) -> Kind { Kind(expected, shape: shape, read: read) }
}

/// A JSON value under the key that it was found at.
struct Spot {
    var json: LocatedJSON
    var place: Place

    /// Reports what is there instead of what was expected. Always nil.
    func refused<Value>(_ expected: String, secret: Bool = false, _ findings: Findings) -> Value? {
        let found = secret ? json.describedByTypeOnly : json.described
        findings.problem(place, "expected \(expected), found \(found)")
        return nil
    }
}
