/// The JSON that a kind accepts, for the JSON Schema and to find the key that a variable means. Reading may refuse more
/// than a shape does, never less.
indirect enum Shape: Sendable {
    case flag
    case whole(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    /// A regular expression of ECMA-262 that the text matches; nil: any text.
    case text(String? = nil)
    case choice([String])
    case list(of: Shape, least: Int = 0)
    /// An object whose keys match the expression; those that begin with `_` are remarks where it says so.
    case named(Shape, keys: String, remarks: Bool)
    case section(any Section.Type)
    case either([Shape])
    /// Any of the section's keys and of those within, none of them required.
    case overrides(of: any Section.Type)

    /// How many of these keys are known, each within the one before.
    func depth(of path: ArraySlice<String>) -> Int {
        guard let key = path.first else { return 0 }
        switch self {
        case .section(let section):
            guard let known = section.keys.first(where: { $0.name == key }) else { return 0 }
            return 1 + known.shape.depth(of: path.dropFirst())
        case .named(let inner, _, _): return 1 + inner.depth(of: path.dropFirst())
        case .either(let shapes): return shapes.map { $0.depth(of: path) }.max() ?? 0
        default: return 0
        }
    }
}
