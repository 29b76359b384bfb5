extension Kind where Value == Bool {
    static var flag: Kind {
        scalar("true or false", shape: .flag) {
            guard case .bool(let flag) = $0 else { return nil }
            return flag
        }
    }
}

extension Kind where Value == Int {
    static func whole(_ range: ClosedRange<Int>, _ expected: String) -> Kind {
        scalar(expected, shape: .whole(range)) {
            guard case .integer(let number) = $0, range.contains(number) else { return nil }
            return number
        }
    }

    static var port: Kind { whole(1...65535, "a port number from 1 to 65535") }
    static var count: Kind { whole(0...1_000_000_000, "a whole number, 0 or more") }
    static var days: Kind { whole(0...36500, "a whole number of days, 0 or more") }
    static var megabytes: Kind { whole(0...100_000_000, "a whole number of megabytes, 0 or more") }
    static var status: Kind { whole(100...599, "an HTTP status from 100 to 599") }
}

extension Kind where Value == Double {
    /// Durations are seconds, at most a day.
    static var seconds: Kind { number(0...86400, "a number of seconds from 0 to 86400") }
    static var positiveSeconds: Kind { number(0.001...86400, "a number of seconds above 0, at most 86400") }
    static var amount: Kind { number(0...1e9, "a number, 0 or more") }

    private static func number(_ range: ClosedRange<Double>, _ expected: String) -> Kind {
        scalar(expected, shape: .number(range)) {
            switch $0 {
            case .integer(let number) where range.contains(Double(number)): Double(number)
            case .number(let number) where range.contains(number): number
            default: nil
            }
        }
    }
}

extension Kind where Value == String {
    static var text: Kind { text(secret: false) }
    /// Never shown in a message.
    static var secretText: Kind { text(secret: true) }

    private static func text(secret: Bool) -> Kind {
        scalar("a string", shape: .text(), secret: secret) {
            guard case .string(let text) = $0 else { return nil }
            return text
        }
    }

    /// - Parameter pattern: what the schema can say of it.
    static func word(
        _ expected: String, pattern: String? = nil, where accept: @escaping @Sendable (String) -> Bool
    ) -> Kind {
        scalar(expected, shape: .text(pattern)) {
            guard case .string(let text) = $0, accept(text) else { return nil }
            return text
        }
    }

    static var nonEmpty: Kind { word("a string that is not empty", pattern: ".") { !$0.isEmpty } }
    static var variableName: Kind {
        word("the name of an environment variable", pattern: Words.variablePattern, where: Words.isVariableName)
    }

    static func choice(_ words: [String]) -> Kind {
        let expected = Shown.alternatives(words)
        return Kind(expected, shape: .choice(words)) { spot, findings in
            guard case .string(let text) = spot.json.value else { return spot.refused(expected, findings) }
            guard !words.contains(text) else { return text }
            let hint = Nearest.hint(for: text, among: words)
            findings.problem(spot.place, "expected \(expected), found \(spot.json.described)\(hint)")
            return nil
        }
    }
}

extension Kind where Value: RawRepresentable<String> & CaseIterable {
    /// One of the words of an enumeration.
    static var choice: Kind {
        let words = Kind<String>.choice(Value.allCases.map(\.rawValue))
        return Kind(words.expected, shape: words.shape) { spot, findings in
            words.read(spot, findings).flatMap(Value.init(rawValue:))
        }
    }
}
