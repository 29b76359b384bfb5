import RollbackCore
import Testing

/// Documents that cannot lie: their tables are the code's, and what they point at exists.
struct DocumentTests {
    @Test func exitCodesAreDocumentedAsTheyAre() throws {
        let table = try MarkdownTable.first(in: Repository.text("docs/exit-codes.md"), headed: "code")
        #expect(table.rows.map { [$0.first, $0.last] } == ExitCode.allCases.map { ["\($0.rawValue)", $0.meaning] })
    }

    @Test func linksLeadSomewhere() throws {
        for file in try Repository.documents() {
            let folder = file.path.split(separator: "/").dropLast().joined(separator: "/")
            for link in Markdown.links(in: file.text) {
                #expect(Repository.exists("\(folder)/\(link)"), "\(file.path) points at \(link)")
            }
        }
    }

    @Test func makeTargetsExist() throws {
        let makefile = try Repository.text("Makefile").split(separator: "\n")
        for file in try Repository.documents() {
            for target in Markdown.makeTargets(in: file.text) {
                #expect(makefile.contains { $0.hasPrefix("\(target):") }, "\(file.path) shows make \(target)")
            }
        }
    }

    @Test func tablesAreRead() throws {
        let text = "| a | b |\n|---|---|\n| 1 | `x` and `y` |\n|2||\n\n| c |\n|---|\n| 3 |\n"
        let table = try MarkdownTable.first(in: text, headed: "a")
        #expect(table.heads == ["a", "b"])
        #expect(table.rows == [["1", "`x` and `y`"], ["2", ""]])
        #expect(table.rows[0][1].codeWords == ["x", "y"])
        #expect(throws: MarkdownTable.Missing.self) { try MarkdownTable.first(in: text, headed: "z") }
    }

    @Test func linksAndTargetsAreFound() {
        let text = "[a](b.md) [c](https://d.e) [f](g.md#h) [i](#j)\n    make k L=1\n`make M=2 n`, make it"
        #expect(Markdown.links(in: text) == ["b.md", "g.md"])
        #expect(Markdown.makeTargets(in: text) == ["n", "k"])
    }
}
