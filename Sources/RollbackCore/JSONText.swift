package import FoundationEssentials

/// The one way values become JSON and come back: sorted keys, ISO 8601 dates, unescaped slashes,
/// so that equal values always give equal bytes (digests depend on it).
package enum JSONText {
    package static func data(_ value: some Encodable, pretty: Bool = false) throws -> Data {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
        return try encoder.encode(value)
    }

    package static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(type, from: data)
    }
}

extension JSONValue {
    /// The JSON form of any encodable value.
    package init(encoding value: some Encodable) throws {
        self = try JSONText.decode(JSONValue.self, from: JSONText.data(value))
    }

    /// The value of a type that this JSON is the form of.
    package func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
        try JSONText.decode(type, from: JSONText.data(self))
    }
}
