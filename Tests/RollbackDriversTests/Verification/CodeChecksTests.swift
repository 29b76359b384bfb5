import FoundationEssentials
import RollbackCore
@testable import RollbackDrivers
import RollbackFiles
import RollbackTestKit
import Testing

/// Checks of the code itself, with git and Python.
struct CodeChecksTests {
    private func syntax(_ place: CodePlace, prefix: String = "") async throws -> (Verdict, String) {
        let root = prefix.isEmpty ? place.root : place.path(prefix)
        return try await SyntaxCheck(
            root: root, git: try await place.repository(), scope: CodeScope(prefix: prefix),
            effects: .failing(processes: RealProcesses.runner())
        ).measure()
    }

    @Test func sourcesThatParse() async throws {
        let place = try await CodePlace()
        #expect(try await syntax(place) == (.healthy, "there is no Python source"))
        try await place.commit([
            .file("a.py", "x = 1\n"), .file("d e/ü\n.py", "import nothing_of_the_kind\n"), .file("t.txt", "("),
        ])
        #expect(try await syntax(place) == (.healthy, "2 Python files parse"))
    }

    /// In a run the rest of the tree is as it was: reading it all would take longer than the rollback.
    @Test func onlyWhatGoesBackIsParsed() async throws {
        let place = try await CodePlace()
        try await place.commit([.file("a.py", "("), .file("b.py", "x = 1\n")])
        func syntax(_ paths: [String]) async throws -> (Verdict, String) {
            try await SyntaxCheck(
                root: place.root, git: try await place.repository(), scope: CodeScope(prefix: ""),
                effects: .failing(processes: RealProcesses.runner()), paths: paths
            ).measure()
        }
        #expect(try await syntax(["b.py", "c.txt"]) == (.healthy, "1 Python file parses"))
        #expect(try await syntax(["a.py"]).0 == .bad)
        #expect(try await syntax(["c.txt"]) == (.healthy, "no Python source went back"))
    }

    /// Before the swap the checkout still has other files, or none.
    @Test func sourcesAreReadFromGitsStore() async throws {
        let place = try await CodePlace()
        let target = try await place.commit([
            .file("a.py", "x = 1\n"), .file("d/ü\n.py", "y = 'é'\n\n"), .file("bad.py", "\n("), .file("t.txt", "("),
            .link("l.py", "t.txt"),
        ])
        try place.make([.file("a.py", "(")] + ["d/ü\n.py", "bad.py", "t.txt", "l.py"].map { .gone($0) })
        let git = try await place.repository()
        let changes = try await CodeDifferences(git: git, scope: CodeScope(prefix: "")).found(to: target).code
        func syntax(_ paths: Set<String>) async throws -> (Verdict, String) {
            try await SyntaxCheck(
                root: place.root, git: git, scope: CodeScope(prefix: ""),
                effects: .failing(processes: RealProcesses.runner()),
                stored: changes.filter { paths.contains($0.path.text) }
            ).measure()
        }
        #expect(try await syntax(["a.py", "d/ü\n.py", "l.py", "t.txt"]) == (.healthy, "2 Python files parse"))
        let bad = try await syntax(["a.py", "bad.py"])
        #expect(bad.0 == .bad && bad.1.hasPrefix("bad.py:2: "), "\(bad)")
        #expect(try await syntax(["t.txt"]) == (.healthy, "no Python source goes back"))
    }

    @Test func sourcesThatDoNot() async throws {
        let place = try await CodePlace()
        try await place.commit([.file("app/ü.py", "x = 1\ndef f(:\n"), .file("b.py", "print('executed')\n")])
        let bad = try await syntax(place)
        #expect(bad.0 == .bad && bad.1.hasPrefix("\(place.root)/app/ü.py:2: "))
        try place.make([.gone("b.py"), .file("app/ü.py", "x = 1\n")])
        #expect(try await syntax(place).1.contains("b.py"))
    }

    @Test(arguments: ["app", "ap[p]"])
    func onlyTheSourcesOfThePlatform(_ prefix: String) async throws {
        let place = try await CodePlace()
        try await place.commit([
            .file("\(prefix)/a.py", "x = 1\n"), .file("app/b.py", "x = 1\n"), .file("lib/c.py", "("),
        ])
        #expect(
            try await syntax(place, prefix: prefix) == (
                .healthy, prefix == "app" ? "2 Python files parse" : "1 Python file parses"
            ))
    }

    /// Syntax differs between versions: the platform's own, then what its services run on.
    @Test func theInterpreterIsThePlatforms() throws {
        let scratch = try ScratchFolder()
        let (running, other) = (scratch.file("python3.9"), scratch.file("node"))
        for path in [running, other] { try FileManager.default.copyItem(atPath: "/bin/true", toPath: path) }
        let gone = scratch.file("python2")
        #expect(SyntaxCheck.interpreter(root: scratch.file("p"), [other, gone]) == "python3")
        #expect(SyntaxCheck.interpreter(root: scratch.file("p"), [other, gone, running]) == running)
        let own = scratch.file("p/.venv/bin/python")
        try FileManager.default.createDirectory(
            atPath: scratch.file("p/.venv/bin"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: "/bin/true", toPath: own)
        #expect(SyntaxCheck.interpreter(root: scratch.file("p"), [running]) == own)
    }

    @Test func withoutPythonNothingIsProved() async throws {
        let place = try await CodePlace()
        try await place.commit([.file("a.py", "(")])
        let git = try await place.repository()
        let check = SyntaxCheck(
            root: place.root, git: git, scope: CodeScope(prefix: ""), effects: .failing(processes: NoPython()))
        await #expect(throws: Failure.self) { _ = try await check.measure() }
    }

    /// In a run that goes quickly the plan's look at every other file still holds; later it is looked at again.
    @Test func aMomentAfterThePlanOnlyWhatWentBackIsLookedAt() async throws {
        let place = try await CodePlace()
        let target = try await place.commit([.file("a", "1"), .file("b", "1")])
        let git = try await place.repository()
        func measure(_ seconds: Int) async throws -> (Verdict, String) {
            let expected = CodeExpectation(
                target: target, written: ["a"], removed: ["gone"], looked: .seconds(100))
            return try await CodeCheck(
                git: git, scope: CodeScope(prefix: ""), expected: expected, now: .seconds(100 + seconds)
            ).measure()
        }
        #expect(try await measure(1) == (.healthy, "the 2 files that went back: as in \(target.short)"))
        try place.write("b", "edited")
        #expect(try await measure(1).0 == .healthy)
        #expect(try await measure(6).0 == .bad)
        try place.write("a", "edited")
        #expect(try await measure(1).0 == .bad)
    }

    /// Bytes, modes and the index, each by itself; what is not plainly the same is git's to compare.
    @Test func whatWasPutInPlaceIsComparedByteForByte() async throws {
        let place = try await CodePlace()
        let target = try await place.commit([.file("a", "1"), .file("x", "1"), .link("l", "a")])
        try place.make([.gone("a"), .gone("x"), .gone("l")])
        let git = try await place.repository()
        let scope = CodeScope(prefix: "")
        var expected = CodeExpectation(target: target, written: ["a", "x", "l"], looked: .zero)
        expected.placed = try await CodeDifferences(git: git, scope: scope).found(to: target).code
        func verdict() async throws -> Verdict {
            try await CodeCheck(git: git, scope: scope, expected: expected).measure().0
        }
        #expect(try await verdict() == .bad)
        try await place.git("checkout", "-q", ".")
        #expect(try await verdict() == .healthy)
        for change in [Entry.file("a", "2"), .link("l", "x"), .gone("x"), .link("x", "1")] {
            try place.make([change])
            #expect(try await verdict() == .bad, "\(change)")
            try await place.git("checkout", "-q", ".")
        }
        try place.write("x", "1", mode: 0o755)
        #expect(try await verdict() == .bad)
    }

    @Test func aDirtyTreeIsNotTheTarget() async throws {
        let place = try await CodePlace()
        let target = try await place.commit([.file("a", "1"), .file("b", "1")])
        let git = try await place.repository()
        func measure(_ commit: CommitID?, bad: CommitID? = nil) async throws -> (Verdict, String) {
            try await CodeCheck(
                git: git, scope: CodeScope(prefix: ""), expected: CodeExpectation(target: commit, bad: bad)
            ).measure()
        }
        #expect(try await measure(target) == (.healthy, "the tree is \(target.short)'s"))
        try place.make([.file("untracked", "x"), .file("rollback/x", "1")])
        #expect(try await measure(target).0 == .healthy)
        try place.make([.file("a", "2")])
        #expect(try await measure(nil) == (.bad, "1 file differs from \(target.short): a"))
        let next = try await place.commit([.gone("b")])
        #expect(try await measure(target) == (.bad, "3 files differ from \(target.short): a, …"))
        #expect(try await measure(next).0 == .healthy)
        let again = "\(next.short), which was rolled back from, is checked out again"
        #expect(try await measure(nil, bad: next) == (.bad, again))
    }
}

/// A machine without Python.
private struct NoPython: ProcessRunning {
    func run(_ command: Command, input: Data, as identity: UserIdentity?, limit: Duration) async throws -> CommandResult
    {
        throw Failure.commandMissing(command.arguments[0], why: "no such program in PATH")
    }
}
