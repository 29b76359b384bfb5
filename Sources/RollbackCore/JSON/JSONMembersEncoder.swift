/// An object that is being filled.
struct JSONMembersEncoder<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: JSONValueEncoder
    var codingPath: [any CodingKey] { encoder.codingPath }

    func encodeNil(forKey key: Key) { encoder.set(.null, for: key) }
    func encode(_ value: Bool, forKey key: Key) { encoder.set(.bool(value), for: key) }
    func encode(_ value: String, forKey key: Key) { encoder.set(.string(value), for: key) }
    func encode(_ value: Double, forKey key: Key) throws { encoder.set(try encoder.json(of: value, at: key), for: key) }
    func encode(_ value: Float, forKey key: Key) throws { try encode(Double(value), forKey: key) }
    func encode(_ value: Int, forKey key: Key) { encoder.set(.integer(value), for: key) }
    func encode(_ value: Int8, forKey key: Key) { encoder.set(JSONValue(value), for: key) }
    func encode(_ value: Int16, forKey key: Key) { encoder.set(JSONValue(value), for: key) }
    func encode(_ value: Int32, forKey key: Key) { encoder.set(JSONValue(value), for: key) }
    func encode(_ value: Int64, forKey key: Key) { encoder.set(JSONValue(value), for: key) }
    func encode(_ value: UInt, forKey key: Key) { encoder.set(JSONValue(value), for: key) }
    func encode(_ value: UInt8, forKey key: Key) { encoder.set(JSONValue(value), for: key) }
    func encode(_ value: UInt16, forKey key: Key) { encoder.set(JSONValue(value), for: key) }
    func encode(_ value: UInt32, forKey key: Key) { encoder.set(JSONValue(value), for: key) }
    func encode(_ value: UInt64, forKey key: Key) { encoder.set(JSONValue(value), for: key) }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        encoder.set(try encoder.json(of: value, at: key), for: key)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> { encoder.nested(for: key).container(keyedBy: type) }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        encoder.nested(for: key).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { encoder.nested(for: JSONSuperKey()) }
    func superEncoder(forKey key: Key) -> any Encoder { encoder.nested(for: key) }
}

/// Where classes keep what their superclass encodes: the standard library's own name.
struct JSONSuperKey: CodingKey {
    var stringValue: String { "super" }
    var intValue: Int? { nil }

    init() {}
    init?(stringValue: String) { nil }
    init?(intValue: Int) { nil }
}
