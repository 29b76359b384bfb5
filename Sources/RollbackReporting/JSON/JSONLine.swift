package import RollbackCore

/// One line of `--json`: an object whose `type` comes first, the other fields in alphabetical order.
package struct JSONLine: Hashable, Sendable {
    package var type: String
    package var fields: [String: JSONValue]

    package init(_ type: String, _ fields: [String: JSONValue]) {
        self.type = type
        self.fields = fields.mapValues(\.finite)
    }

    /// The line without its line end. Never contains a line break, nor a character that steers a terminal.
    package var text: String {
        let start = #"{"type":"\#(type)""#
        // Every number is finite, so there is nothing that JSON could not say.
        guard !fields.isEmpty, let data = try? JSONText.data(JSONValue.object(fields)) else { return start + "}" }
        return start + "," + Self.escaped(String(decoding: data.dropFirst(), as: UTF8.self))
    }

    /// C1 controls and direction marks may stand raw in JSON strings; people read these lines on terminals too.
    private static func escaped(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: SafeText.isSteering) else { return text }
        return text.unicodeScalars.reduce(into: "") { text, scalar in
            guard SafeText.isSteering(scalar) else { return text.unicodeScalars.append(scalar) }
            let digits = String(scalar.value, radix: 16)
            text += #"\u"# + String(repeating: "0", count: 4 - digits.count) + digits
        }
    }
}

extension JSONValue {
    /// The value with numbers that JSON cannot say (infinities, NaN) as null.
    var finite: JSONValue {
        switch self {
        case .number(let number): number.isFinite ? self : .null
        case .array(let items): .array(items.map(\.finite))
        case .object(let members): .object(members.mapValues(\.finite))
        default: self
        }
    }

    /// Seconds to the millisecond, so that lines are short and comparable.
    static func seconds(_ seconds: Double) -> JSONValue {
        seconds.isFinite && abs(seconds) < 1e12 ? .number((seconds * 1000).rounded() / 1000) : .null
    }

    static func seconds(_ seconds: Double?) -> JSONValue { seconds.map { .seconds($0) } ?? .null }
    static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
