import Foundation
import RollbackCore
import Testing

struct CommandTests {
    @Test(arguments: [
        ("git", "git"), ("a/b-c_d.e:f=g,h@i%j^k+l", "a/b-c_d.e:f=g,h@i%j^k+l"), ("", "''"),
        ("two words", "'two words'"),
        ("it's", #"'it'\''s'"#), ("'", #"''\'''"#), ("$HOME", "'$HOME'"), ("~", "'~'"), ("a\nb", "'a\nb'"),
        ("é", "'é'"),
    ])
    func wordsAreQuotedWhereAShellWouldReadMore(word: String, quoted: String) {
        #expect(Command.quoted(word) == quoted)
    }

    @Test func directoryAndEnvironmentAreShown() {
        let command = Command(["run", "a b"], in: "/srv/my shop", environment: ["B": "2", "A": "1 1"])
        #expect(command.shellText == "cd '/srv/my shop' && A='1 1' B=2 run 'a b'")
    }

    /// The proof of the quoting is a shell that reads it back.
    @Test func aShellReadsBackEveryCharacter() throws {
        let words = (1...127).map { String(UnicodeScalar(UInt8($0))) } + ["", "é", "it's \"$(id)\" `id` \\", "-n", "*"]
        let read = try shell(Command(["printf", #"%s\0"#] + words).shellText)
        #expect(read == words.map { $0 + "\0" }.joined())
    }

    @Test func aShellSetsTheDirectoryAndTheEnvironment() throws {
        let command = Command(["sh", "-c", #"printf %s "$PWD|$A""#], in: "/", environment: ["A": "x 'y'"])
        #expect(try shell(command.shellText) == "/|x 'y'")
    }

    private func shell(_ line: String) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", line]
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: data, as: UTF8.self)
    }
}
