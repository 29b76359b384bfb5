import FoundationEssentials
@testable import RollbackCore
import Testing

/// The text of values is an on-disk format, begun with Foundation's encoder: no byte of it may change with ours.
struct JSONFormTests {
    private struct Everything: Codable, Hashable {
        enum Shape: Codable, Hashable { case point, circle(radius: Double), line(Int, Int) }

        var small: Int8 = -8
        var medium: [Int16: Int32] = [7: -9]
        var large = [Int64.min, .max]
        var unsigned: UInt64 = 1 << 40
        var numbers = [UInt(1): [UInt8(2), 255]]
        var words: Set<UInt16> = [3]
        var wide: UInt32 = .max
        var float: Float = 0.5
        var doubles = [0, -0.0, 1, -2.5, 1e21, 1e-7, 3.0e15, 0.1, 123_456_789.125]
        var missing: Int?
        var nulls: [Int?] = [1, nil, 3]
        var truth = [true, false]
        var date = Date(timeIntervalSince1970: 1_700_000_000.25)
        var maybe: Date? = Date(timeIntervalSince1970: 0)
        var shapes: [Shape] = [.point, .circle(radius: 2), .line(1, 2)]
        var services: [ServiceName: [StepName]] = ["web": ["restart/web"]]
        var json = JSONValue.object(["a/b": .array([.null, .number(0.5), .integer(1), .bool(true)])])
        var names = [
            "b": "1", "a": "2", "é": "3", "f\u{301}": "4", "z\u{10FFFF}": "5", "": "6", "\u{FFFF}": "7", "B": "8",
        ]
    }

    private func foundation(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private func ours(_ value: some Encodable) throws -> String {
        String(decoding: try JSONText.data(value), as: UTF8.self)
    }

    @Test func everyKindOfValueIsWrittenAsFoundationWritesIt() throws {
        #expect(try ours(Everything()) == foundation(Everything()))
        #expect(try ours(Sample.plan) == foundation(Sample.plan))
        #expect(try ours("alone") == foundation("alone"))
        #expect(try ours([Int]()) == "[]")
    }

    @Test func everyCharacterIsWrittenAsFoundationWritesIt() throws {
        for scalar in [0..<0x300, 0x2020..<0x2040, 0xD7F0..<0xD800, 0xFFF0..<0x1_0010].joined() {
            let text = Unicode.Scalar(UInt32(scalar)).map { "\($0)" } ?? ""
            #expect(try ours([text]) == foundation([text]), "U+\(String(scalar, radix: 16))")
        }
    }

    @Test func everyKindOfValueComesBack() throws {
        let json = try JSONValue(encoding: Everything())
        var expected = Everything()
        // Dates have whole seconds.
        expected.date = Date(timeIntervalSince1970: 1_700_000_000)
        #expect(try json.decoded(as: Everything.self) == expected)
    }

    /// A plan that was read again is the plan that was made, wherever its settings came from.
    @Test func theTextGivesTheSameJSON() throws {
        var value = Everything()
        // JSON has no way to tell these from integers.
        value.doubles.removeAll { $0 == 0 || $0.magnitude > 1e15 }
        #expect(try JSONText.decode(JSONValue.self, from: JSONText.data(value)) == JSONValue(encoding: value))
    }

    @Test func noNumberHasAnInfiniteForm() {
        #expect(throws: EncodingError.self) { try JSONText.data(["rate": [Double.infinity]]) }
        #expect(throws: EncodingError.self) { try JSONText.data(Float.nan) }
    }

    private struct Bytes: Codable { var a: [UInt8] }

    /// What is wrong is told with its place, as with Foundation's decoder.
    @Test(arguments: [
        (JSONValue.object([:]), "keyNotFound", []),
        (.object(["a": .array([.integer(1), .string("x")])]), "typeMismatch", ["a", "Index 1"]),
        (.object(["a": .array([.null])]), "valueNotFound", ["a", "Index 0"]),
        (.object(["a": .array([.integer(300)])]), "dataCorrupted", ["a", "Index 0"]),
        (.array([]), "typeMismatch", []),
    ])
    func mistakesAreNamed(json: JSONValue, kind: String, path: [String]) throws {
        let error = try #require(throws: DecodingError.self) { try json.decoded(as: Bytes.self) }
        let (name, context) =
            switch error {
            case .keyNotFound(_, let context): ("keyNotFound", context)
            case .typeMismatch(_, let context): ("typeMismatch", context)
            case .valueNotFound(_, let context): ("valueNotFound", context)
            case .dataCorrupted(let context): ("dataCorrupted", context)
            @unknown default: throw error
            }
        #expect(name == kind)
        #expect(context.codingPath.map(\.stringValue) == path)
    }
}
