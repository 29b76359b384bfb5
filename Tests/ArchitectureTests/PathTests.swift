import Testing

/// Nothing names the machine on which it was made.
struct PathTests {
    private static let machine = ["/work/", "/tmp/"]

    static func machinePaths(in file: SourceFile) -> [String] {
        file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
            let found = machine.first { beginsPath($0, in: line) }
            return found.map { "\(file.path):\(index + 1): \($0)" }
        }
    }

    /// True where the folder stands at the root: not in `frame/work/`.
    private static func beginsPath(_ folder: String, in line: Substring) -> Bool {
        line.indices.contains { index in
            guard line[index...].hasPrefix(folder) else { return false }
            let before = index == line.startIndex ? " " : line[line.index(before: index)]
            return !before.isLetter && !before.isNumber && !"._-}~".contains(before)
        }
    }

    @Test func nothingNamesTheMachine() throws {
        let sources = try Repository.files(below: "Sources", ending: [".swift", ".c", ".h"])
        let files = try sources + Repository.documents()
        #expect(files.count > 20)
        #expect(files.flatMap(Self.machinePaths) == [])
    }

    @Test(arguments: ["let a = \"/tmp/x\"", "/work/main", "`/work/`", "in /tmp/."])
    func aMachinePathIsFound(line: String) {
        #expect(Self.machinePaths(in: SourceFile(path: "a", text: "fine\n\(line)\n")).count == 1)
    }

    @Test(arguments: ["frame/work/x", "../tmp/x", "$HOME/work/x", "~/tmp/x", "/tmp", "${x}/tmp/"])
    func otherPathsAreFine(line: String) {
        #expect(Self.machinePaths(in: SourceFile(path: "a", text: line)) == [])
    }
}
