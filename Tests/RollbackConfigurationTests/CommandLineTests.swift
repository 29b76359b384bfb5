import RollbackConfiguration
import RollbackCore
import Testing

/// A command given as one string.
struct CommandLineTests {
    @Test(arguments: [
        (#"a  b\tc"#, ["a", "b", "c"]), (#"a 'b  c' d"#, ["a", "b  c", "d"]), (#"a '' \"\""#, ["a", "", ""]),
        (#"a\\\\ b"#, [#"a\"#, "b"]), (#"a\\ b"#, ["a b"]), (#"a'b'\"c\"d"#, ["abcd"]),
        (#"a \"b\\\"c\\\\d\\e\""#, ["a", #"b"c\d\e"#]), (#"a '$HOME|*'"#, ["a", "$HOME|*"]),
        (#"a --x=1#2 b~"#, ["a", "--x=1#2", "b~"]), (#"a [::]:80"#, ["a", "[::]:80"]),
    ])
    func isSplitAsAShellWould(line: String, expected: [String]) throws {
        let loaded = try Sample.load(rollback: #"{"service_dependencies": {"s": {"start": "\#(line)"}}}"#)
        #expect(loaded.services.first?.launch?.arguments == expected)
    }

    @Test(arguments: ["a | b", "a > b", "a; b", "a & b", "a $B", "a `b`", "a *.py", "~/a", "a #b", "(a)", #"a \"$B\""#])
    func whatOnlyAShellCouldDoIsRefused(line: String) throws {
        let mistakes = Sample.mistakes(rollback: #"{"service_dependencies": {"s": {"start": "\#(line)"}}}"#)
        #expect(mistakes.count == 1)
        #expect(mistakes.first?.contains("means something only to a shell, and none is used") == true)
    }
}
