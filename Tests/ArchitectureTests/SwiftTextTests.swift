import Testing

/// The reader of Swift that the other checks stand on.
struct SwiftTextTests {
    private func words(_ source: String) -> [String] {
        SwiftToken.all(in: source).filter(\.isWord).map(\.text)
    }

    @Test(arguments: [
        ("a // b\nc", ["a", "c"]),
        ("a /* b /* c */ d */ e", ["a", "e"]),
        (#"a("b // c") + d"#, ["a", "d"]),
        (#"a("\"b") + c"#, ["a", "c"]),
        (#"a("b \(c("d \(e)")) f") + g"#, ["a", "c", "e", "g"]),
        (##"a(#"b " \(c) \#(d)"#) + e"##, ["a", "d", "e"]),
        ("a(\"\"\"\n b \" c \\(d)\n\"\"\") + e", ["a", "d", "e"]),
        ("a(#\"\"\"\n b \"\"\" \\(c) \\#(d)\n\"\"\"#) + e", ["a", "d", "e"]),
        (#"a(/b"c/) + d / e + f / g"#, ["a", "d", "e", "f", "g"]),
        ("a = #/b\"/ c/# + d", ["a", "d"]),
        (#"a("unterminated"# + "\nb", ["a", "unterminated", "b"]),
        (#"a("") + b("")"#, ["a", "b"]),
        ("#if os(Linux)\na\n#endif", ["if", "os", "Linux", "a", "endif"]),
    ])
    func onlyCodeGivesWords(source: String, expected: [String]) {
        #expect(words(source) == expected.filter { $0 != "unterminated" })
    }

    /// A reader that took code for text, or text for code, would lose a bracket somewhere.
    @Test func everyFileOfOursIsReadToItsEnd() throws {
        let unbalanced = try (Repository.sources.get() + Repository.tests.get()).filter { file in
            let depths = file.tokens.reduce(into: [0]) { depths, token in
                let step = "([{".contains(token.text) ? 1 : ")]}".contains(token.text) ? -1 : 0
                if step != 0 { depths.append((depths.last ?? 0) + step) }
            }
            return depths.last != 0 || depths.contains { $0 < 0 }
        }
        #expect(unbalanced.map(\.path) == [])
    }

    @Test func tokensKnowTheirLine() {
        let tokens = SwiftToken.all(in: "a\n/* b\n */ c\n\"\"\"\n x\n\"\"\"\nd")
        #expect(tokens.filter(\.isWord).map(\.line) == [1, 3, 7])
    }

    @Test func bodiesAreFoundWithTheirLength() {
        let source = """
            protocol P {
                func without(body: Int) -> String
                var stored: Int { get }
            }
            struct S {
                var stored: Int
                var kept: [Int] = [1].map { $0 }
                var short: Int { 1 }
                init?(_ x: Int = { 1 }()) {
                    self.init(y: "}")
                }
                static func < (left: Self, right: Self) -> Bool { true }
                func long<T>(_ x: T) async throws
                    -> (Int) -> Int where T: P
                {
                    if x { "\\(y { 1 })" } // }
                    return { $0 }
                }
                subscript(x: Int) -> Int { x }
            }
            """
        #expect(
            SwiftBody.all(in: SwiftToken.all(in: source)).map { "\($0.keyword) \($0.name) \($0.lineCount)" } == [
                "var stored 1", "var short 1", "init init 3", "func < 1", "func long 6", "subscript subscript 1",
            ])
    }
}
