import FoundationEssentials

/// Makes a value of the JSON that it has become, without a text between the two; see `JSONValueEncoder`.
struct JSONValueDecoder: Decoder {
    let json: JSONValue
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    static func value<Value: Decodable>(_ type: Value.Type, of json: JSONValue) throws -> Value {
        try JSONValueDecoder(json: json, codingPath: []).decode(type)
    }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        if type == JSONValue.self, let value = json as? Value { return value }
        if type == Date.self, let value = try date() as? Value { return value }
        return try Value(from: self)
    }

    private func date() throws -> Date {
        let text: String = try plain()
        guard let date = try? Date(text, strategy: .iso8601) else { throw corrupted("“\(text)” is no ISO 8601 date") }
        return date
    }

    func plain() throws -> String {
        guard case .string(let value) = json else { throw mismatch(String.self) }
        return value
    }

    func plain() throws -> Bool {
        guard case .bool(let value) = json else { throw mismatch(Bool.self) }
        return value
    }

    func plain() throws -> Double {
        switch json {
        case .number(let value): return value
        case .integer(let value): return Double(value)
        default: throw mismatch(Double.self)
        }
    }

    func integer<Number: FixedWidthInteger>() throws -> Number {
        switch json {
        case .integer(let value):
            if let number = Number(exactly: value) { return number }
        case .number(let value):
            if let number = Number(exactly: value) { return number }
        default: throw mismatch(Number.self)
        }
        throw corrupted("the number does not fit into \(Number.self)")
    }

    func at(_ key: any CodingKey, _ json: JSONValue) -> JSONValueDecoder {
        JSONValueDecoder(json: json, codingPath: codingPath + [key])
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let members) = json else { throw mismatch([String: JSONValue].self) }
        return KeyedDecodingContainer(JSONMembersDecoder(decoder: self, members: members))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let elements) = json else { throw mismatch([JSONValue].self) }
        return JSONElementsDecoder(decoder: self, elements: elements)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }

    private func mismatch(_ type: any Any.Type) -> DecodingError {
        let context = DecodingError.Context(codingPath: codingPath, debugDescription: "expected \(type)")
        return json == .null ? .valueNotFound(type, context) : .typeMismatch(type, context)
    }

    private func corrupted(_ why: String) -> DecodingError {
        .dataCorrupted(.init(codingPath: codingPath, debugDescription: why))
    }
}

extension JSONValueDecoder: SingleValueDecodingContainer {
    func decodeNil() -> Bool { json == .null }
    func decode(_ type: Bool.Type) throws -> Bool { try plain() }
    func decode(_ type: String.Type) throws -> String { try plain() }
    func decode(_ type: Double.Type) throws -> Double { try plain() }
    func decode(_ type: Float.Type) throws -> Float { Float(try plain() as Double) }
    func decode(_ type: Int.Type) throws -> Int { try integer() }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer() }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer() }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer() }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer() }
    func decode(_ type: UInt.Type) throws -> UInt { try integer() }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer() }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer() }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer() }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer() }
}
