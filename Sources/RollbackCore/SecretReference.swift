/// Where the value of a variable is found when it is needed. Plans, journals and events hold this, never the value.
package enum SecretReference: Hashable, Codable, Sendable {
    /// A text with `${NAME}` in it, as `SecretText` reads it.
    case text(String)
    /// A file, absolute; its content without the last line end is the value.
    case file(String)
}

/// A text in which `${NAME}` stands for a variable of lastgood's own environment, and `$${` for `${` itself.
package struct SecretText: Hashable, Sendable {
    package enum Part: Hashable, Sendable {
        case plain(String)
        case variable(String)
    }

    package private(set) var parts: [Part] = []

    /// Nil when a `${` is not closed.
    package init?(_ text: String) {
        var rest = text[...]
        var plain = ""
        while let first = rest.first {
            if rest.hasPrefix("$${") {
                plain += "${"
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("${") {
                guard let end = rest.firstIndex(of: "}") else { return nil }
                parts += [.plain(plain), .variable(String(rest[..<end].dropFirst(2)))]
                (plain, rest) = ("", rest[end...].dropFirst())
            } else {
                plain.append(first)
                rest = rest.dropFirst()
            }
        }
        parts.append(.plain(plain))
        parts.removeAll { $0 == .plain("") }
    }

    package var variables: [String] {
        parts.compactMap {
            guard case .variable(let name) = $0 else { return nil }
            return name
        }
    }

    /// The text with every variable's value in its place.
    package func filled(_ value: (String) throws -> String) rethrows -> String {
        try parts.map { part in
            switch part {
            case .plain(let text): text
            case .variable(let name): try value(name)
            }
        }.joined()
    }
}
