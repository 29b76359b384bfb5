import FoundationEssentials
import RollbackCore

/// JSON that people read and edit: members in their order, with comments, short lists on one line.
indirect enum OrderedJSON {
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([OrderedJSON])
    case object([Member])

    struct Member {
        var name: String
        var value: OrderedJSON
        /// Lines above it.
        var comments: [String]

        init(_ name: String, _ value: OrderedJSON, comments: [String] = []) {
            self.name = name
            self.value = value
            self.comments = comments
        }
    }

    static func texts(_ texts: [String]) -> OrderedJSON { .list(texts.map { .text($0) }) }

    /// - Parameter comments: lines above the whole.
    func file(comments: [String]) -> String {
        (comments.map { "// \(Self.harmless($0))" } + [rendered("")]).joined(separator: "\n") + "\n"
    }

    private func rendered(_ indent: String) -> String {
        switch self {
        case .text(let text): Self.quoted(text)
        case .number(let number): "\(number)"
        case .flag(let flag): flag ? "true" : "false"
        case .list(let items): Self.list(items, indent)
        case .object(let members): Self.object(members, indent)
        }
    }

    private static func list(_ items: [OrderedJSON], _ indent: String) -> String {
        let short = items.map { $0.rendered(indent + "  ") }
        let line = "[\(short.joined(separator: ", "))]"
        if !line.contains("\n"), line.count <= 96 { return line }
        return "[\n" + short.map { "\(indent)  \($0)" }.joined(separator: ",\n") + "\n\(indent)]"
    }

    private static func object(_ members: [Member], _ indent: String) -> String {
        guard !members.isEmpty else { return "{}" }
        let inner = indent + "  "
        let parts = members.enumerated().map { place, member in
            let comments = member.comments.map { "\(inner)// \(harmless($0))\n" }.joined()
            let comma = place == members.count - 1 ? "" : ","
            return "\(comments)\(inner)\(quoted(member.name)): \(member.value.rendered(inner))\(comma)"
        }
        return "{\n" + parts.joined(separator: "\n") + "\n\(indent)}"
    }

    private static func quoted(_ text: String) -> String {
        guard let data = try? JSONText.data(JSONValue.string(text)) else { return "\"\"" }
        return String(decoding: data, as: UTF8.self)
    }

    /// A comment ends with its line.
    private static func harmless(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
