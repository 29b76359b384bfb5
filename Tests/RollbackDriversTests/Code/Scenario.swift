import RollbackCore
import Testing

/// A good release, a bad one, and what somebody did to the checkout since.
struct Scenario: Sendable, CustomTestStringConvertible {
    var name: String
    var good: [Entry]
    var bad: [Entry]
    var local: [Entry] = []

    var testDescription: String { name }

    static let shapes = [
        Scenario(
            name: "a plain file, a new one, a gone one", good: [.file("a", "1"), .file("b", "1")],
            bad: [.file("a", "2"), .gone("b"), .file("c", "2")], local: [.file("a", "edited"), .file("mine", "x")]),
        Scenario(
            name: "file ↔ link", good: [.file("fl", "x"), .link("lf", "fl"), .link("ll", "one")],
            bad: [.gone("fl"), .link("fl", "b"), .gone("lf"), .file("lf", "x"), .link("ll", "two")]),
        Scenario(
            name: "file → folder", good: [.file("x", "1")], bad: [.gone("x"), .file("x/y", "2"), .file("x/z/w", "2")]),
        Scenario(
            name: "folder → file", good: [.file("x/y", "1"), .file("x/z/w", "1")], bad: [.gone("x"), .file("x", "2")]),
        Scenario(
            name: "link → folder", good: [.link("x", "nowhere"), .file("a", "1")], bad: [.gone("x"), .file("x/y", "2")]),
        Scenario(
            name: "folder → link", good: [.file("x/y/z", "1"), .file("a", "1")], bad: [.gone("x"), .link("x", "a")]),
        Scenario(
            name: "folders come and go", good: [.file("p/q/r/s", "1"), .file("k/a", "1"), .file("k/b", "1")],
            bad: [.gone("p"), .gone("k/b"), .file("n/e/w", "2")]),
        Scenario(
            name: "untracked beside removed", good: [.file("x", "1")], bad: [.gone("x"), .file("x/y", "2")],
            local: [.file("x/mine/deep", "u"), .folder("x/empty")]),
        Scenario(
            name: "untracked file in the way", good: [.file("x", "1"), .file("a", "1")],
            bad: [.gone("x"), .file("a", "2")],
            local: [.secret("x", "mine")]),
        Scenario(
            name: "untracked file where a folder was", good: [.file("x/a/b", "1"), .file("a", "1")],
            bad: [.gone("x"), .file("a", "2")], local: [.file("x", "mine")]),
        Scenario(
            name: "untracked link where a folder was", good: [.file("x/a/b", "1"), .file("a", "1")],
            bad: [.gone("x"), .file("a", "2")], local: [.link("x", "/nowhere")]),
        Scenario(
            name: "tracked folder replaced by a link", good: [.file("d/a", "1")], bad: [.file("d/a", "2")],
            local: [.gone("d"), .link("d", "/tmp")]),
        Scenario(
            name: "untracked folder where a file was", good: [.file("x", "1"), .file("a", "1")],
            bad: [.gone("x"), .file("a", "2")], local: [.file("x/u/v", "mine")]),
        Scenario(
            name: "empty untracked folder where a file was", good: [.file("x", "1"), .file("a", "1")],
            bad: [.gone("x"), .file("a", "2")], local: [.folder("x")]),
        Scenario(
            name: "only the executable bit, and empty files",
            good: [.program("s", "x"), .file("t", "x"), .file("e", ""), .secret("p", "1")],
            bad: [.file("s", "x"), .program("t", "x"), .gone("e"), .file("e2", ""), .secret("p", "2")]),
        Scenario(
            name: "ignored since", good: [.file("cfg", "tracked"), .file("a", "1")],
            bad: [.gone("cfg"), .file(".gitignore", "cfg\n*.log\n")],
            local: [.file("cfg", "mine"), .file("x.log", "l")]),
        Scenario(
            name: "deleted here", good: [.file("a", "1"), .file("b/c", "1")], bad: [.file("a", "2")],
            local: [.gone("a"), .gone("b")]),
    ]

    /// Every one is on both sides, changed, and gone in a second pair.
    static let names: [String] = [
        "a b", "q\"q", "s'q", "new\nline", "tab\t", "ünï", "e\u{301}x", "\u{e9}x", "-dash", "--upload-pack=x", "b\\s",
        "d/\u{301}mark/f", "*glob", "[br]", "cr\r", "cr\r\n", "\"q\"", "%s", "~", "a#b", "$(touch x)", ".lastgood",
        "rollback.txt",
        "rollbacks/x", String(repeating: "n", count: 255), "d/" + String(repeating: "ü", count: 127),
    ]

    static let named = [
        Scenario(
            name: "odd names changed", good: names.map { .file($0, "1") }, bad: names.map { .file($0, "2 \($0)") },
            local: names.map { .file($0, "3") }),
        Scenario(
            name: "odd names gone", good: names.map { .file($0, "1") } + [.file("a", "1")], bad: names.map { .gone($0) }
        ),
        Scenario(name: "odd names new", good: [.file("a", "1")], bad: names.map { .file($0, "2") }),
    ]
}
