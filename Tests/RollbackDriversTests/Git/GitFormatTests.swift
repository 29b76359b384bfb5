import FoundationEssentials
import RollbackCore
@testable import RollbackDrivers
import Testing

/// What git prints and reads, as values.
struct GitFormatTests {
    private static let object = String(repeating: "a", count: 40)
    private static let none = String(repeating: "0", count: 40)

    @Test func rawChanges() throws {
        let raw = ":100644 100755 \(Self.object) \(Self.none) M\0a b\n\0:000000 120000 \(Self.none) \(Self.none) A\0l\0"
        let changes = try GitRepository.parse(Data(raw.utf8))
        #expect(changes.map(\.path) == ["a b\n", "l"])
        #expect(changes.map(\.mode) == ["100644", nil] && changes.map(\.modeHere) == ["100755", "120000"])
        #expect(changes.map(\.status) == ["M", "A"] && changes.map(\.isTouched) == [true, false])
        #expect(try GitRepository.parse(Data()) == [])
    }

    @Test(arguments: [[0xff, 0xfe], [0xc3]] as [[UInt8]])
    func namesThatAreNoText(_ name: [UInt8]) {
        let raw = Data(":100644 100644 \(Self.object) \(Self.none) M\0".utf8) + name + [0]
        #expect(throws: Failure.self) { _ = try GitRepository.parse(raw) }
    }

    @Test(
        arguments: [
            ("a.txt", #""a.txt""#), ("a b", #""a\040b""#), ("q\"", #""q\042""#), ("b\\", #""b\134""#),
            ("n\n", #""n\012""#),
            ("é", #""\303\251""#),
        ])
    func quotedPaths(_ path: String, _ quoted: String) { #expect(GitBlob.quoted(path) == quoted) }

    /// `git hash-object` of an empty file, and of `hello\n` in both formats.
    @Test func blobNames() {
        #expect(GitBlob.name(of: Data(), like: Self.object) == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")
        #expect(GitBlob.name(of: Data("hello\n".utf8), like: Self.object) == "ce013625030ba8dba906f756967f9e9ca394464a")
        let long = GitBlob.name(of: Data("hello\n".utf8), like: String(repeating: "a", count: 64))
        #expect(long == "2cf8d83d9ee29543b34a87727421fdecb7e3f3a183d337639025de576db9ebb4")
    }

    @Test func commitLines() {
        let line = "\(Self.object)\01700000000\0kim\0subject\0with a zero"
        #expect(GitRepository.commit(line: line[...])?.subject == "subject\0with a zero")
        #expect(GitRepository.commit(line: "\(Self.object)\0x\0kim\0s") == nil)
        #expect(GitRepository.commit(line: "short") == nil)
    }

    @Test(
        arguments: [
            ("", nil), ("core.sparsecheckout\ntrue\0", "sparse"), ("core.sparsecheckout\0", "sparse"),
            ("core.sparsecheckout\nfalse\0", nil), ("core.symlinks\nfalse\0", "core.symlinks"),
            ("core.symlinks\ntrue\0", nil),
            ("extensions.refstorage\nreftable\0", "reftable"), ("extensions.refstorage\nfiles\0", nil),
        ] as [(String, String?)])
    func settingsThatStandInTheWay(_ output: String, _ word: String?) throws {
        let obstacle = try GitSettings(Data(output.utf8), "/").obstacle
        #expect(word.map { obstacle?.contains($0) == true } ?? (obstacle == nil))
    }

    @Test func configuredFilters() throws {
        let output = "filter.lfs.clean\ngit-lfs clean\0filter.a.b c.smudge\nx\ny\0filter.lfs.required\0filter.x\n1\0"
        #expect(try GitSettings(Data(output.utf8), "/").filters == ["a.b c", "lfs"])
        #expect(throws: Failure.self) { _ = try GitSettings(Data("filter.a=b.clean\nx\0".utf8), "/") }
    }

    @Test func commandsNeverExecuteWhatIsConfigured() {
        let base = GitQuiet(filters: ["lfs", "odd.name"]).base("/srv/a b")
        #expect(base.prefix(3) == ["git", "-C", "/srv/a b"])
        for setting in [
            "core.hooksPath=/dev/null", "core.fsmonitor=false", "protocol.ext.allow=never",
            "filter.lfs.process=", "filter.odd.name.clean=", "filter.odd.name.required=false",
        ] {
            #expect(base.contains(setting), "\(setting)")
        }
    }
}
