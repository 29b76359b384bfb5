/// An array that is being read, element by element.
struct JSONElementsDecoder: UnkeyedDecodingContainer {
    let decoder: JSONValueDecoder
    let elements: [JSONValue]
    private(set) var currentIndex = 0

    init(decoder: JSONValueDecoder, elements: [JSONValue]) {
        self.decoder = decoder
        self.elements = elements
    }

    var codingPath: [any CodingKey] { decoder.codingPath }
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex >= elements.count }

    mutating func decodeNil() throws -> Bool {
        guard try next().decodeNil() else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool { try taken { try $0.plain() } }
    mutating func decode(_ type: String.Type) throws -> String { try taken { try $0.plain() } }
    mutating func decode(_ type: Double.Type) throws -> Double { try taken { try $0.plain() } }
    mutating func decode(_ type: Float.Type) throws -> Float { try taken { try $0.decode(type) } }
    mutating func decode(_ type: Int.Type) throws -> Int { try taken { try $0.integer() } }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try taken { try $0.integer() } }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try taken { try $0.integer() } }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try taken { try $0.integer() } }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try taken { try $0.integer() } }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try taken { try $0.integer() } }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try taken { try $0.integer() } }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try taken { try $0.integer() } }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try taken { try $0.integer() } }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try taken { try $0.integer() } }
    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try taken { try $0.decode(type) } }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> { try taken { try $0.container(keyedBy: type) } }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try taken { try $0.unkeyedContainer() }
    }

    mutating func superDecoder() throws -> any Decoder { try taken { $0 } }

    private func next() throws -> JSONValueDecoder {
        let key = JSONIndex(intValue: currentIndex)
        guard !isAtEnd else {
            let context = DecodingError.Context(codingPath: codingPath + [key], debugDescription: "the array has ended")
            throw DecodingError.valueNotFound(JSONValue.self, context)
        }
        return decoder.at(key, elements[currentIndex])
    }

    /// Whoever cannot read an element has not passed it.
    private mutating func taken<Value>(_ read: (JSONValueDecoder) throws -> Value) throws -> Value {
        let value = try read(next())
        currentIndex += 1
        return value
    }
}
