import RollbackDrivers
import Testing

struct DotenvFileTests {
    @Test(arguments: [
        ("A=1", ["A": "1"]),
        ("A=1\r\nB=2\rC=3\n", ["A": "1", "B": "2", "C": "3"]),
        ("export A=1\nexport\tB=2\nexported=3", ["A": "1", "B": "2", "exported": "3"]),
        ("  A = 1  ", ["A": "1"]),
        ("A=", ["A": ""]),
        ("A", [:]),
        ("# A=1\n\n  # B=2\nC=3 # D", ["C": "3"]),
        ("A=b#c", ["A": "b#c"]),
        ("A=b\t#c", ["A": "b"]),
        ("A=#c", ["A": "#c"]),
        ("A='b # c'", ["A": "b # c"]),
        ("A=\"b # c\" # d", ["A": "b # c"]),
        ("A='b\\'c\\\\d\\n'", ["A": "b'c\\d\\n"]),
        ("A=\"b\\\"c\\n\\td\\\\e\\x\"", ["A": "b\"c\n\td\\e\\x"]),
        ("A=\"one\ntwo\"\nB=3", ["A": "one\ntwo", "B": "3"]),
        ("A=\"never closed\nB=2", ["B": "2"]),
        ("A='b' c\nB=2", ["B": "2"]),
        ("'A b'=1", ["A b": "1"]),
        ("A=1\nA=2", ["A": "2"]),
        ("=1\nB=2", ["B": "2"]),
        ("A=b=c", ["A": "b=c"]),
        ("A=${B} $C", ["A": "${B} $C"]),
        ("A b=1\nB=2", ["B": "2"]),
        ("\u{FEFF}A=1", ["A": "1"]),
        ("A=grüße", ["A": "grüße"]),
        ("", [:]), ("\n\n", [:]),
    ])
    func readsAsPythonDoes(text: String, variables: [String: String]) {
        #expect(DotenvFile.variables(in: text) == variables)
    }
}
