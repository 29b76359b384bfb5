import FoundationEssentials
import RollbackCore
@testable import RollbackDrivers
import Testing

/// What people name, and what is offered to them.
struct GitCommitsTests {
    @Test func everythingThatNamesACommit() async throws {
        let place = try await CodePlace()
        let first = try await place.commit([.file("a", "1")], "first")
        try await place.git("tag", "-a", "v1", "-m", "one")
        let second = try await place.commit([.file("a", "2")], "second (#12)")
        try await place.git("branch", "feature/x")
        let git = try await place.repository()
        for text in [first.rawValue, String(first.rawValue.prefix(8)), "v1", "HEAD~1", "main^", "tags/v1"] {
            #expect(try await git.resolve(text) == first, "\(text)")
        }
        for text in ["HEAD", "feature/x", "@", "refs/heads/main"] { #expect(try await git.resolve(text) == second) }
        #expect(try await git.commit(second).pullRequest == 12)
        #expect(try await git.commit(first).author == "kim")
        #expect(try await git.suspects(from: first, to: second).map(\.id) == [second])
        #expect(try await git.earlier(than: second, most: 5).map(\.id) == [first])
    }

    @Test func anAmbiguousBeginningNamesTheCommits() async throws {
        let place = try await CodePlace()
        var made: [String: [String]] = [:]
        var number = 0
        while !made.values.contains(where: { $0.count == 2 }), number < 3000 {
            let names = (0..<100).map {
                "commit refs/heads/c\nmark :\($0 + 1)\ncommitter k <k> \(number + $0) +0000\ndata 0\n\n"
            }
            try await place.git("fast-import", "--quiet", "--force", input: names.joined())
            for line in try await place.git("rev-list", "--max-count=100", "refs/heads/c").split(separator: "\n") {
                made[String(line.prefix(4)), default: []].append(String(line))
            }
            number += 100
        }
        let twins = try #require(made.first { $0.value.count == 2 })
        let git = try await place.repository()
        do {
            _ = try await git.resolve(twins.key)
            Issue.record("not ambiguous")
        } catch Failure.ambiguousCommit(let text, let candidates) {
            #expect(text == twins.key && Set(twins.value).isSubset(of: candidates))
        }
    }

    @Test func candidatesBestFirst() async throws {
        let place = try await CodePlace()
        let first = try await place.commit([.file("a", "1")], "first")
        try await place.git("tag", "v1")
        let second = try await place.commit([.file("a", "2"), .file("b", "2")], "second")
        let third = try await place.commit([.file("a", "3")], "third")
        try await place.git("checkout", "-q", "-b", "gone")
        let away = try await place.commit([.file("c", "1")], "away")
        try await place.git("checkout", "-q", "main")
        try await place.git("branch", "-D", "gone")
        let git = try await place.repository()
        let found = try await GitCandidates(git, current: third, bad: [second])
            .list(knownGood: [(String(second.rawValue.prefix(10)), "worked"), ("ffffffff", "lost")])
        #expect(found.map(\.commit.id) == [second, first, away])
        #expect(found.map(\.source) == [.knownGood, .tag, .reflog])
        #expect(found.map(\.label) == ["worked", "v1", "was checked out here"])
        #expect(found.map(\.changedFiles) == [1, 2, 1] && found.map(\.bad) == [true, false, false])
    }

    /// A deployment by checkout leaves in the reflog what ran before, wherever that is in the history.
    @Test func whatRanBeforeComesBeforeTheHistory() async throws {
        let place = try await CodePlace()
        for number in 0..<14 { try await place.commit([.file("a", "\(number)")], "c\(number)") }
        try await place.git("reflog", "expire", "--expire=now", "--all")
        for commit in ["main~12", "main~11", "main~12", "main"] { try await place.git("checkout", "-q", commit) }
        let found = try await GitCandidates(try await place.repository(), current: try await place.head(), bad: [])
            .list(knownGood: [])
        #expect(found.map(\.commit.subject).prefix(4) == ["c1", "c2", "c12", "c11"])
        #expect(found.map(\.source).prefix(3) == [.reflog, .reflog, .commit] && found.count == 9)
    }

    @Test func theBestKnownGoodMayBeWhatIsCheckedOut() async throws {
        let place = try await CodePlace()
        let first = try await place.commit([.file("a", "1")], "first")
        let second = try await place.commit([.file("a", "2")], "second")
        let git = try await place.repository()
        let known = ["ffffffff", second.rawValue, first.rawValue].map { ($0, "worked") }
        let best = try await GitCandidates(git, current: second, bad: []).best(knownGood: known)
        #expect(best?.commit.id == second && best?.changedFiles == 0)
        #expect(try await GitCandidates(git, current: second, bad: [second]).best(knownGood: known)?.commit.id == first)
        #expect(try await GitCandidates(git, current: second, bad: [first, second]).best(knownGood: known) == nil)
    }

    @Test func candidatesOfALongHistoryAreNine() async throws {
        let place = try await CodePlace()
        for number in 0..<12 { try await place.commit([], "c\(number)") }
        let found = try await GitCandidates(try await place.repository(), current: try await place.head(), bad: [])
            .list(knownGood: [])
        #expect(found.map(\.commit.subject) == (2...10).reversed().map { "c\($0)" })
    }
}
