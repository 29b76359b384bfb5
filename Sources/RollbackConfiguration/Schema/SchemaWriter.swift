import RollbackCore

/// Writes one file's schema. Each section becomes a definition, once whole and once, where an environment overrides
/// it, without required keys.
struct SchemaWriter {
    private var definitions: [String: JSONValue] = [:]

    mutating func document(_ section: any Section.Type) -> [String: JSONValue] {
        var document = object(section, partly: false)
        document["$schema"] = .string("https://json-schema.org/draft/2020-12/schema")
        document["title"] = .string(section.heading)
        document["description"] = .string(section.file.about)
        document["$defs"] = .object(definitions)
        return document
    }

    private mutating func object(_ section: any Section.Type, partly: Bool) -> [String: JSONValue] {
        var properties: [String: JSONValue] = [:]
        for key in section.keys where !(partly && section.path.isEmpty && EnvironmentKey.own.contains(key.name)) {
            var value = value(key.shape, partly: partly)
            value["description"] = .string(description(key))
            properties[key.name] = .object(value)
        }
        var object: [String: JSONValue] = [
            "type": .string("object"), "description": .string(section.about), "properties": .object(properties),
            "patternProperties": .object([Self.remarks: .bool(true)]),
            "additionalProperties": .bool(false),
        ]
        let required = section.keys.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty, !partly { object["required"] = .array(required) }
        return object
    }

    private static var remarks: String {
        let words = SectionReader.remarks.sorted().map { $0.hasPrefix("$") ? "\\" + $0 : $0 }
        return "^(_.*|\(words.joined(separator: "|")))$"
    }

    private func description(_ key: any AnyKey) -> String {
        let fallback = key.isRequired ? nil : key.fallback.map { " Without it: \($0)." }
        return key.about + (fallback ?? "") + (key.later.map { " No effect yet: \($0)." } ?? "")
    }

    private mutating func reference(_ section: any Section.Type, partly: Bool) -> [String: JSONValue] {
        let name = section.anchor + (partly ? "-overrides" : "")
        if definitions[name] == nil {
            definitions[name] = .null
            definitions[name] = .object(object(section, partly: partly))
        }
        return ["$ref": .string("#/$defs/\(name)")]
    }

    private mutating func value(_ shape: Shape, partly: Bool) -> [String: JSONValue] {
        switch shape {
        case .flag: return ["type": .string("boolean")]
        case .whole(let range):
            return [
                "type": .string("integer"), "minimum": .integer(range.lowerBound),
                "maximum": .integer(range.upperBound),
            ]
        case .number(let range):
            return [
                "type": .string("number"), "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound),
            ]
        case .text(let pattern):
            return ["type": .string("string")].merging(pattern.map { ["pattern": .string($0)] } ?? [:]) { $1 }
        case .choice(let words): return ["enum": .array(words.map(JSONValue.string))]
        case .list(let element, let least):
            // An array is replaced as a whole, so that its elements are whole, too.
            let items = JSONValue.object(value(element, partly: false))
            return ["type": .string("array"), "items": items].merging(least > 0 ? ["minItems": .integer(least)] : [:]) {
                $1
            }
        case .named(let inner, let keys, let remarks):
            let inner = JSONValue.object(value(inner, partly: partly))
            let patterns = remarks ? [keys: inner, "^_": .bool(true)] : [keys: inner]
            return [
                "type": .string("object"), "patternProperties": .object(patterns),
                "additionalProperties": .bool(false),
            ]
        case .section(let section): return reference(section, partly: partly)
        case .either(let shapes): return ["anyOf": .array(shapes.map { .object(value($0, partly: partly)) })]
        case .overrides(let section): return reference(section, partly: true)
        }
    }
}
