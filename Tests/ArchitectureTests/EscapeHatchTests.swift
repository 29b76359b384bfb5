import Testing

/// Nothing steps around the compiler's checks or ends the program: a recovery tool reports, it does not trap.
struct EscapeHatchTests {
    private static let forbidden: [[String]] = [
        ["@", "unchecked"], ["nonisolated", "(", "unsafe", ")"], ["fatalError"], ["preconditionFailure"], ["public"],
        ["open", "class"],
    ]

    private static let beginnings = Set(forbidden.compactMap(\.first))

    static func hatches(in file: SourceFile) -> [String] {
        let tokens = file.tokens
        let found = tokens.indices.compactMap { hatch(at: $0, of: tokens) }
        return found.map { "\(file.path):\($0.line): \($0.what)" }
    }

    private static func hatch(at index: Int, of tokens: [SwiftToken]) -> (line: Int, what: String)? {
        if unwraps(at: index, of: tokens) { return (tokens[index].line, tokens[index - 1].text + "!") }
        guard beginnings.contains(tokens[index].text), index == 0 || tokens[index - 1].text != "." else { return nil }
        let ahead = tokens[index...].prefix(4).map(\.text)
        let words = forbidden.first { ahead.starts(with: $0) }
        return words.map { (tokens[index].line, $0.joined(separator: " ")) }
    }

    /// `!` right after an operand, a type, `try` or `as`. `!=` is a comparison.
    private static func unwraps(at index: Int, of tokens: [SwiftToken]) -> Bool {
        guard tokens[index].text == "!", index > 0, tokens[index - 1].touches(tokens[index]) else { return false }
        let before = tokens[index - 1]
        let next = tokens.indices.contains(index + 1) ? tokens[index + 1] : nil
        if let next, next.text == "=", tokens[index].touches(next) { return false }
        return before.isWord || ")]}\">?!`#".contains(before.text)
    }

    @Test func theSourcesHaveNone() throws {
        let files = try Repository.sources.get()
        #expect(files.count > 20)
        #expect(files.flatMap(Self.hatches) == [])
    }

    @Test(arguments: [
        "final class A: @unchecked Sendable {}", "nonisolated(unsafe) var a = 1", "let a = try! b()", "let a = b as! C",
        "fatalError(\"no\")", "preconditionFailure()", "public struct A {}", "open class A {}", "let a = b!", "a!.b()",
        "a()!", "a[0]!",
        "a! += 1", "var a: B!", "\"\\(a!)\"", "\"1\"!", "a!!", "a!\n== b",
    ])
    func aHatchIsFound(line: String) {
        let file = SourceFile(path: "Bad.swift", text: "let fine = 1\n\(line)\n")
        #expect(Self.hatches(in: file).first?.hasPrefix("Bad.swift:2: ") == true)
    }

    @Test(arguments: [
        "if try !a && b != c || !(d) {}", "// a! try! public fatalError()", "\"a! as! public\"",
        "import FoundationEssentials",
        "case .public: break", "a!=b", "let text = #\"a!\"#",
    ])
    func whatOnlyLooksLikeOneIsNot(line: String) {
        #expect(Self.hatches(in: SourceFile(path: "Good.swift", text: line)) == [])
    }
}
