import FoundationEssentials
import RollbackCore

/// JSON in the order and layout that it will have in a file.
enum WrittenJSON {
    case text(String)
    case flag(Bool)
    case number(Double)
    case list([WrittenJSON])
    case object([Member])

    typealias Member = (key: String, value: WrittenJSON)

    /// - Parameter indent: of the line that it begins on; nil: all of it is on that line.
    func rendered(_ indent: String?, _ layout: TextLayout) -> String {
        switch self {
        case .text(let text): Self.quoted(text)
        case .flag(let flag): flag ? "true" : "false"
        case .number(let number): number == number.rounded() ? String(Int(number)) : String(number)
        case .list(let elements) where elements.isEmpty: "[]"
        case .list(let elements):
            block(
                "[", "]", elements.contains(where: \.hasMembers) ? indent : nil, layout, gap: "",
                elements.map { element in { element.rendered($0, layout) } })
        case .object(let members):
            block("{", "}", isShort ? nil : indent, layout, gap: " ", members.map { Self.member($0, layout) })
        }
    }

    static func member(_ member: Member, _ layout: TextLayout) -> (String?) -> String {
        { quoted(member.key) + ": " + member.value.rendered($0, layout) }
    }

    private func block(
        _ open: String, _ close: String, _ indent: String?, _ layout: TextLayout, gap: String,
        _ parts: [(String?) -> String]
    ) -> String {
        guard let indent else {
            return open + gap + parts.map { $0(nil) }.joined(separator: ", ") + gap + close
        }
        let inner = indent + layout.unit
        let lines = parts.map { inner + $0(inner) }.joined(separator: "," + layout.newline)
        return open + layout.newline + lines + layout.newline + indent + close
    }

    private var hasMembers: Bool {
        if case .object = self { true } else { false }
    }

    private var isShort: Bool {
        guard case .object(let members) = self else { return false }
        return members.count <= 2 && !members.contains { $0.value.isContainer }
    }

    private var isContainer: Bool {
        switch self {
        case .list, .object: true
        default: false
        }
    }

    /// Encoding a string cannot fail.
    private static func quoted(_ text: String) -> String {
        (try? JSONText.data(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    }
}

/// How a file's writer lays it out.
struct TextLayout {
    let newline: String
    /// One level of indentation.
    let unit: String

    init(of bytes: [UInt8]) {
        newline = zip(bytes, bytes.dropFirst()).contains { $0 == (Byte.carriageReturn, Byte.newline) } ? "\r\n" : "\n"
        let lines = bytes.split(separator: Byte.newline)
        let first = lines.lazy.map { $0.prefix { $0 == Byte.space || $0 == Byte.tab } }.first { !$0.isEmpty }
        unit = first.map { String(decoding: $0, as: UTF8.self) } ?? "  "
    }
}
