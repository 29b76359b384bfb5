package import FoundationEssentials

/// The one way values become JSON and come back: sorted keys, ISO 8601 dates, unescaped slashes,
/// so that equal values always give equal bytes (digests depend on it).
package enum JSONText {
    package static func data(_ value: some Encodable, pretty: Bool = false) throws -> Data {
        let json = try JSONValueEncoder.json(of: value)
        guard pretty else { return JSONWriter.data(json) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return try encoder.encode(json)
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
        self = try JSONValueEncoder.json(of: value)
    }

    /// The value of a type that this JSON is the form of.
    package func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
        try JSONValueDecoder.value(type, of: self)
    }
}
