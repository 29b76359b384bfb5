/// An array that is being filled.
struct JSONElementsEncoder: UnkeyedEncodingContainer {
    let encoder: JSONValueEncoder
    var codingPath: [any CodingKey] { encoder.codingPath }
    var count: Int { encoder.elements?.count ?? 0 }

    func encodeNil() { encoder.append(.null) }
    func encode(_ value: Bool) { encoder.append(.bool(value)) }
    func encode(_ value: String) { encoder.append(.string(value)) }
    func encode(_ value: Double) throws { encoder.append(try encoder.json(of: value, at: JSONIndex(intValue: count))) }
    func encode(_ value: Float) throws { try encode(Double(value)) }
    func encode(_ value: Int) { encoder.append(.integer(value)) }
    func encode(_ value: Int8) { encoder.append(JSONValue(value)) }
    func encode(_ value: Int16) { encoder.append(JSONValue(value)) }
    func encode(_ value: Int32) { encoder.append(JSONValue(value)) }
    func encode(_ value: Int64) { encoder.append(JSONValue(value)) }
    func encode(_ value: UInt) { encoder.append(JSONValue(value)) }
    func encode(_ value: UInt8) { encoder.append(JSONValue(value)) }
    func encode(_ value: UInt16) { encoder.append(JSONValue(value)) }
    func encode(_ value: UInt32) { encoder.append(JSONValue(value)) }
    func encode(_ value: UInt64) { encoder.append(JSONValue(value)) }

    func encode(_ value: some Encodable) throws {
        encoder.append(try encoder.json(of: value, at: JSONIndex(intValue: count)))
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        encoder.nestedElement().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder.nestedElement().unkeyedContainer() }
    func superEncoder() -> any Encoder { encoder.nestedElement() }
}

/// A value that is neither an object nor an array.
struct JSONSingleEncoder: SingleValueEncodingContainer {
    let encoder: JSONValueEncoder
    var codingPath: [any CodingKey] { encoder.codingPath }

    func encodeNil() { encoder.set(.null) }
    func encode(_ value: Bool) { encoder.set(.bool(value)) }
    func encode(_ value: String) { encoder.set(.string(value)) }
    func encode(_ value: Double) throws { encoder.set(try encoder.json(of: value, at: nil)) }
    func encode(_ value: Float) throws { try encode(Double(value)) }
    func encode(_ value: Int) { encoder.set(.integer(value)) }
    func encode(_ value: Int8) { encoder.set(JSONValue(value)) }
    func encode(_ value: Int16) { encoder.set(JSONValue(value)) }
    func encode(_ value: Int32) { encoder.set(JSONValue(value)) }
    func encode(_ value: Int64) { encoder.set(JSONValue(value)) }
    func encode(_ value: UInt) { encoder.set(JSONValue(value)) }
    func encode(_ value: UInt8) { encoder.set(JSONValue(value)) }
    func encode(_ value: UInt16) { encoder.set(JSONValue(value)) }
    func encode(_ value: UInt32) { encoder.set(JSONValue(value)) }
    func encode(_ value: UInt64) { encoder.set(JSONValue(value)) }
    func encode(_ value: some Encodable) throws { encoder.set(try encoder.json(of: value, at: nil)) }
}
