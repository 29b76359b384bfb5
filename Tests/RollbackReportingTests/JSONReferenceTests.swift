import FoundationEssentials
import RollbackCore
import RollbackReporting
import Testing

@Suite struct JSONReferenceTests {
    @Test func theEventPageIsTheTable() throws {
        #expect(try document("docs/json-events.md") == JSONEventReference.markdown())
    }

    @Test func theExitCodePageIsTheTable() throws {
        #expect(try document("docs/exit-codes.md") == ExitCodeReference.markdown())
    }

    @Test func everyExampleHasTheFieldsOfItsType() throws {
        for entry in try JSONEventReference.entries() {
            let declared = Set(entry.fields.map(\.name))
            let always = Set(entry.fields.filter(\.always).map(\.name))
            var seen: Set<String> = []
            for example in entry.examples {
                let keys = Set(try members(of: example.text).keys).subtracting(["type"])
                #expect(keys.isSubset(of: declared), "\(entry.type)")
                #expect(always.isSubset(of: keys), "\(entry.type)")
                #expect(example.text.hasPrefix("{\"type\":\"\(entry.type)\","))
                seen.formUnion(keys)
            }
            #expect(seen == declared, "\(entry.type): no example of \(declared.subtracting(seen))")
        }
    }

    @Test func everyLineOfARunIsInTheTable() throws {
        let table = Dictionary(
            uniqueKeysWithValues: try JSONEventReference.entries().map { ($0.type, Set($0.fields.map(\.name))) })
        for event in SampleRun.events {
            let line = JSONEvents.line(for: event)
            let keys = Set(try members(of: line.text).keys).subtracting(["type"])
            #expect(table[line.type].map(keys.isSubset) == true, "\(line.text)")
        }
    }

    private func members(of line: String) throws -> [String: JSONValue] {
        try JSONText.decode([String: JSONValue].self, from: Data(line.utf8))
    }

    private func document(_ path: String) throws -> String {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return String(decoding: try Data(contentsOf: URL(filePath: "/\(root)/\(path)")), as: UTF8.self)
    }
}
