import FoundationEssentials
import RollbackConfiguration
import Testing

struct ReferenceTests {
    @Test func thePageIsUpToDate() throws {
        let path = "\(Sample.repository)/docs/configuration.md"
        let page = try String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        #expect(
            page == ConfigurationReference.markdown(),
            "regenerate it: .build/debug/lastgood reference configuration > docs/configuration.md")
    }

    @Test(arguments: ConfigurationReference.examples.map { ($0.file, $0.heading, $0.members) })
    func everyExampleLoads(file: ConfigurationFile, heading: String, members: String) throws {
        let text = Array("{\(members)}".utf8)
        let mistakes = Sample.mistakes(
            rollback: file == .rollback ? String(decoding: text, as: UTF8.self) : nil,
            endpoints: file == .endpoints ? String(decoding: text, as: UTF8.self) : nil,
            knownGood: file == .knownGood ? String(decoding: text, as: UTF8.self) : nil)
        #expect(mistakes == [], "\(heading)")
    }
}
