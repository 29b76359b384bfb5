import FoundationEssentials
import RollbackCore
import Testing

/// The JSON form of values is an on-disk format: journals, saved plans and digests depend on it.
struct CodingTests {
    private func text(_ value: some Encodable) throws -> String {
        String(decoding: try JSONText.data(value), as: UTF8.self)
    }

    private func again<Value: Codable>(_ value: Value) throws -> Value {
        try JSONText.decode(Value.self, from: JSONText.data(value))
    }

    @Test func namesArePlainStringsAlsoAsKeys() throws {
        let names: [ServiceName: [StepName]] = ["web": ["restart/web"], "api": []]
        #expect(try text(names) == #"{"api":[],"web":["restart/web"]}"#)
        #expect(try again(names) == names)
    }

    @Test func runsAreNumbers() throws {
        #expect(try text([RunID(7)]) == "[7]")
        #expect(try again(RunID(7)) == RunID(7))
    }

    @Test(arguments: [
        JSONValue.null, .bool(true), .bool(false), .integer(0), .integer(1), .integer(.min), .integer(.max),
        .number(0.5),
        .number(-1e300), .string(""), .string("1"), .string("true"), .string("é\u{0}\"\\/\u{2028}"), .array([]),
        .object([:]), .object(["a": .array([.null, .object(["b": .integer(2)])])]),
    ])
    func anyJSONComesBack(value: JSONValue) throws {
        #expect(try again(value) == value)
        #expect(try value.decoded(as: JSONValue.self) == value)
    }

    @Test func equalValuesGiveEqualBytes() throws {
        let keys = (0..<50).map { "key\($0)" }
        let rising = Dictionary(uniqueKeysWithValues: keys.map { ($0, JSONValue.string("a/b")) })
        let falling = Dictionary(uniqueKeysWithValues: keys.reversed().map { ($0, JSONValue.string("a/b")) })
        #expect(try JSONText.data(JSONValue.object(rising)) == JSONText.data(JSONValue.object(falling)))
        #expect(try text(["path": "a/b"]) == #"{"path":"a/b"}"#)
    }

    @Test func aPlanComesBackAndItsStepsAreFound() throws {
        #expect(try again(Sample.plan) == Sample.plan)
        #expect(Sample.plan.steps.map(\.name) == ["capture", "swap", "caches"])
        #expect(Sample.plan.step("swap")?.attempts == 2)
        #expect(Sample.plan.step("other") == nil)
    }

    @Test(arguments: [
        JournalEntry.began(Sample.header), .step("swap", .succeeded(.integer(1))), .step("swap", .undoFailed("no")),
        .direction(.backward, asked: true, why: "asked"),
        .ended(RunEnd(outcome: .stuck, reasons: ["swap could not be undone"])),
    ])
    func journalRecordsComeBack(entry: JournalEntry) throws {
        let record = JournalRecord(sequence: 3, time: Date(timeIntervalSince1970: 1_700_000_000), entry: entry)
        #expect(try again(record) == record)
    }

    @Test func anOutputKeepsItsType() async throws {
        let step = AnyStep(EchoStep(value: Sample.target))
        let output = try await step.perform(.silent)
        #expect(try output.decoded(as: Commit.self) == Sample.target)
        try await step.undo(output, .silent)
        await #expect(throws: EchoStep.NotMine.self) { try await step.undo(nil, .silent) }
        await #expect(throws: DecodingError.self) { try await step.undo(.string("other"), .silent) }
    }
}

/// Reports the commit it was given, and undoes nothing but that.
private struct EchoStep: Step {
    struct NotMine: Error {}
    var value: Commit
    func perform(_ progress: StepProgress) async throws -> Commit { value }
    func undo(_ output: Commit?, _ progress: StepProgress) async throws {
        guard output == value else { throw NotMine() }
    }
}
