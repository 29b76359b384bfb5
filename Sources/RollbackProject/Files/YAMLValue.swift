import Yams

/// A YAML document, read for what it says and not for how it is written.
struct YAMLValue {
    private let node: Node

    /// - Throws: the parser's error, which names line and column.
    static func read(_ text: String) throws -> YAMLValue? { try Yams.compose(yaml: text).map { YAMLValue(node: $0) } }

    /// The members of a mapping, with those that `<<` takes over.
    var members: [(name: String, value: YAMLValue)] {
        guard let mapping = node.mapping else { return [] }
        let own = mapping.compactMap { key, value in key.scalar.map { ($0.string, YAMLValue(node: value)) } }
        let inherited = own.filter { $0.0 == "<<" }.flatMap { [$0.1] + $0.1.items }.flatMap(\.members)
        let direct = own.filter { $0.0 != "<<" }
        return direct + inherited.filter { member in !direct.contains { $0.0 == member.name } }
    }

    subscript(_ name: String) -> YAMLValue? { members.first { $0.name == name }?.value }

    var items: [YAMLValue] { node.sequence?.map { YAMLValue(node: $0) } ?? [] }
    var text: String? { node.scalar?.string }
    var line: Int? { node.mark?.line }

    /// The names in a list, or of a mapping's members.
    var names: [String] { node.mapping == nil ? items.compactMap(\.text) : members.map(\.name) }
    /// A list's texts, or one text cut at blanks.
    var words: [String] {
        text.map { $0.split(separator: " ").map(String.init) } ?? items.compactMap(\.text)
    }
}
