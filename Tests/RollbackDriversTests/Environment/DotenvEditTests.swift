import FoundationEssentials
@testable import RollbackDrivers
import Testing

/// Variables are changed in a file without another byte of it.
struct DotenvEditTests {
    private func edited(_ text: String, _ values: [String: String?]) -> String? {
        DotenvEdit.data(Data(text.utf8), setting: values).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: [
        ("A=1\nB=2\n", "A=one\nB=2\n"), ("B=2\nA=1", "B=2\nA=one"),
        ("  export A = 1 # why\r\nB=2\r\n", "  export A=one # why\r\nB=2\r\n"),
        ("A='1'\n", "A='one'\n"), ("A=\"1\" # note\n", "A=\"one\" # note\n"),
        ("A=0\n# A=1\nA=1\n", "A=0\n# A=1\nA=one\n"),
        ("A=\"1\n2\"\nB=2\n", "A=\"one\"\nB=2\n"), ("A\n", "A=one\n"), ("", "A=one\n"), ("B=2", "B=2\nA=one\n"),
        ("B=2\r\n", "B=2\r\nA=one\r\n"), ("\u{FEFF}A=1\n", "\u{FEFF}A=one\n"),
        ("= broken\n\n\nA=1\n", "= broken\n\n\nA=one\n"),
    ])
    func oneIsSet(before: String, after: String) { #expect(edited(before, ["A": "one"]) == after) }

    @Test(arguments: [
        ("A=1\nB=2\n", "B=2\n"), ("B=2\n  A=1", "B=2\n"), ("A=0\nB=2\nexport A='1\n2' # x\n", "B=2\n"),
        ("B=2\n", "B=2\n"), ("", ""),
    ])
    func oneIsRemoved(before: String, after: String) { #expect(edited(before, ["A": nil]) == after) }

    /// Whatever a value is, the file says exactly it afterwards.
    @Test(arguments: [
        "", "plain", "with space", " edges ", "it's", "\"both\" 'quotes'", "a#b", "a #b", "back\\slash", "back\\'",
        "two\nlines",
        "${OTHER}", "postgresql://u:p@h/d?a=b&c=d", "\u{1F600} é", "\\n", "tab\there", "'", "\"", "\\",
    ])
    func everyValueCanBeSaid(value: String) throws {
        for before in ["A=1\nB=2\n", "A='1'\nB=2\n", "A=\"1\"\nB=2\n", "B=2\n"] {
            let text = try #require(edited(before, ["A": value]))
            #expect(DotenvFile.variables(in: text) == ["A": value, "B": "2"], "\(text)")
        }
    }

    @Test func whatNoFileCanSayIsRefused() {
        #expect(edited("B=2\n", ["A B": "1"]) == nil)
        #expect(edited("B=2\n", ["A=": "1"]) == nil)
    }

    @Test func bytesThatAreNoTextStay() {
        let before = Data("A=1\n# ".utf8) + [0xFF, 0xFE] + Data("\nB=2\n".utf8)
        let after = Data("A=2\n# ".utf8) + [0xFF, 0xFE] + Data("\nB=2\n".utf8)
        #expect(DotenvEdit.data(before, setting: ["A": "2"]) == after)
    }
}
