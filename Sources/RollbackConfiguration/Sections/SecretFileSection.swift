import RollbackCore

/// A value that stands in a file of its own.
struct SecretFileSection: Section {
    static let heading = "Secrets"
    static let file = ConfigurationFile.rollback
    static let path = "service_dependencies.NAME.environment.VARIABLE"
    static let about = """
        A variable's value is a string, or an object with this key. In a string `${NAME}` stands for a variable of \
        lastgood's own environment, and `$${` for `${` itself. Both are read when the service is started, and the value \
        is kept in no plan, journal, event or report. A value that cannot be found is told before anything is done.
        """
    static let example = """
        "service_dependencies": {
          "gateway": {
            "start": "./gateway",
            "environment": {
              "DATABASE_URL": "postgres://app:${DATABASE_PASSWORD}@localhost/app",
              "SIGNING_KEY": { "file": "/run/secrets/signing-key" }
            }
          }
        }
        """

    static let source = Key(
        "file",
        .word("a path, absolute or relative to the platform's root", pattern: "^[^~]") {
            !$0.isEmpty && !$0.hasPrefix("~")
        }, fallback: "required", "The file whose content, without its last line end, is the value.")
    static let keys: [any AnyKey] = [source]

    let source: String

    init?(_ reader: SectionReader) {
        guard let source = reader.required(Self.source) else { return nil }
        self.source = source
    }
}

/// What a service's variable is set to.
enum VariableValue: Hashable, Sendable {
    case plain(String)
    case secret(SecretReference)
}

extension Kind where Value == VariableValue {
    /// Never shown in a message.
    static var variableValue: Kind {
        let expected = #"a string, or an object, see [Secrets](#secrets)"#
        let shape = Shape.either([.text(), .section(SecretFileSection.self)])
        return Kind(expected, shape: shape) { spot, findings in
            switch spot.json.value {
            case .object: Kind<SecretFileSection>.section.read(spot, findings).map { .secret(.file($0.source)) }
            case .string(let text): value(text, spot, findings)
            default: spot.refused(#"a string, or {"file": "path"}"#, secret: true, findings)
            }
        }
    }

    private static func value(_ text: String, _ spot: Spot, _ findings: Findings) -> VariableValue? {
        let escape = "the characters themselves are written $${"
        guard let secret = SecretText(text) else {
            findings.problem(spot.place, "a ${ is not closed by }; \(escape)")
            return nil
        }
        for name in secret.variables {
            if !Words.isVariableName(name) {
                findings.problem(spot.place, "between ${ and } stands no name of an environment variable; \(escape)")
                return nil
            }
            if name.hasPrefix("LASTGOOD_") {
                findings.problem(spot.place, "\(Shown.quoted(name)) is lastgood's own and reaches no service")
                return nil
            }
        }
        return secret.variables.isEmpty ? .plain(secret.filled { $0 }) : .secret(.text(text))
    }
}

extension Kind where Value == [String: VariableValue] {
    /// Environment variables.
    static var variables: Kind {
        let shape = Shape.named(Kind<VariableValue>.variableValue.shape, keys: Words.variablePattern, remarks: false)
        return Kind("an object: name of a variable → string, or see [Secrets](#secrets)", shape: shape) {
            spot, findings in
            guard let members = spot.members(findings) else { return nil }
            var variables: [String: VariableValue] = [:]
            for member in members {
                let inner = spot.inner(member)
                if !Words.isVariableName(member.key) {
                    findings.problem(
                        inner.place, "\(Shown.quoted(member.key)) is not the name of an environment variable")
                } else if let value = Kind<VariableValue>.variableValue.read(inner, findings) {
                    variables[member.key] = value
                }
            }
            return variables
        }
    }
}
