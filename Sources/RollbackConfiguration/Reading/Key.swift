/// One key of a section: how it is read, and what the reference page says of it.
struct Key<Value: Sendable>: AnyKey {
    let name: String
    let kind: Kind<Value>
    /// What holds without it; nil: nothing, or the text says it.
    let fallback: String?
    let about: String
    /// Why it has no effect yet; nil when it has.
    let later: String?

    init(_ name: String, _ kind: Kind<Value>, fallback: String? = nil, later: String? = nil, _ about: String) {
        self.name = name
        self.kind = kind
        self.fallback = fallback
        self.later = later
        self.about = about
    }

    var expected: String { kind.expected }
    var shape: Shape { kind.shape }
}

protocol AnyKey: Sendable {
    var name: String { get }
    var expected: String { get }
    var shape: Shape { get }
    var fallback: String? { get }
    var about: String { get }
    var later: String? { get }
}

extension AnyKey {
    var isRequired: Bool { fallback == "required" }
}
