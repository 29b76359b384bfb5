import FoundationEssentials

/// Makes the JSON of an encodable value, as a value and without its text.
///
/// Foundation's encoder asks the runtime about every type that it meets whether it is one of its special ones, and each
/// such question searches all of the program's conformances: of a rollback's own time that was a quarter.
final class JSONValueEncoder: Encoder {
    /// A value, or where a nested container is still being filled.
    enum Part {
        case value(JSONValue)
        case nested(JSONValueEncoder)

        fileprivate var json: JSONValue {
            switch self {
            case .value(let value): value
            case .nested(let encoder): encoder.json
            }
        }
    }

    private let parent: JSONValueEncoder?
    private let key: (any CodingKey)?
    private var single: JSONValue?
    private var members: [String: Part]?
    private(set) var elements: [Part]?

    var userInfo: [CodingUserInfoKey: Any] { [:] }
    /// Put together only when somebody asks: errors do.
    var codingPath: [any CodingKey] { (parent?.codingPath ?? []) + [key].compactMap(\.self) }

    private init(below parent: JSONValueEncoder? = nil, at key: (any CodingKey)? = nil) {
        self.parent = parent
        self.key = key
    }

    static func json(of value: some Encodable) throws -> JSONValue { try JSONValueEncoder().json(of: value, at: nil) }

    private var json: JSONValue {
        if let single { return single }
        if let elements { return .array(elements.map(\.json)) }
        return .object(members?.mapValues(\.json) ?? [:])
    }

    /// What is JSON already is taken as it is; dates have one form everywhere (`JSONText`).
    func json<Value: Encodable>(of value: Value, at key: (any CodingKey)?) throws -> JSONValue {
        if Value.self == JSONValue.self, let json = value as? JSONValue { return json }
        if Value.self == Date.self, let date = value as? Date { return .string(date.ISO8601Format()) }
        let encoder = JSONValueEncoder(below: self, at: key)
        try value.encode(to: encoder)
        return encoder.json
    }

    /// - Throws: `EncodingError`: JSON has no infinity and no "not a number".
    func json(of value: Double, at key: (any CodingKey)?) throws -> JSONValue {
        if let json = JSONValue(finite: value) { return json }
        let path = codingPath + [key].compactMap(\.self)
        throw EncodingError.invalidValue(value, .init(codingPath: path, debugDescription: "\(value) is no JSON"))
    }

    func set(_ value: JSONValue) { single = value }
    func set(_ value: JSONValue, for key: any CodingKey) { members?[key.stringValue] = .value(value) }
    func append(_ value: JSONValue) { elements?.append(.value(value)) }

    func nested(for key: any CodingKey) -> JSONValueEncoder {
        let encoder = JSONValueEncoder(below: self, at: key)
        members?[key.stringValue] = .nested(encoder)
        return encoder
    }

    func nestedElement() -> JSONValueEncoder {
        let encoder = JSONValueEncoder(below: self, at: JSONIndex(intValue: elements?.count ?? 0))
        elements?.append(.nested(encoder))
        return encoder
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        members = members ?? [:]
        return KeyedEncodingContainer(JSONMembersEncoder(encoder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        elements = elements ?? []
        return JSONElementsEncoder(encoder: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { JSONSingleEncoder(encoder: self) }
}

extension JSONValue {
    /// One number has one form: those that are written without a fraction or an exponent are integers, whatever their
    /// type, as they are when they are read from text.
    init?(finite value: Double) {
        guard value.isFinite else { return nil }
        let isPlain = abs(value) < 0x1p53 && !(value == 0 && value.sign == .minus)
        self = (isPlain ? Int(exactly: value) : nil).map(JSONValue.integer) ?? .number(value)
    }

    init(_ value: some BinaryInteger) { self = Int(exactly: value).map(JSONValue.integer) ?? .number(Double(value)) }
}

/// The place in an array.
struct JSONIndex: CodingKey {
    let intValue: Int?
    var stringValue: String { intValue.map { "Index \($0)" } ?? "" }

    init(intValue: Int) { self.intValue = intValue }
    init?(stringValue: String) { nil }
}
