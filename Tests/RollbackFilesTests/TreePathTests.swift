import FoundationEssentials
import RollbackCore
import RollbackFiles
import Testing

struct TreePathTests {
    @Test(arguments: [
        "", "/", "/etc/passwd", "a/", "a//b", ".", "..", "./a", "a/.", "a/..", "../a", "a/../b", ".git", ".git/config",
        "a/.git/hooks/x", ".GIT/config", "a/.Git", "a\0b",
        // To Swift's characters these slashes are none: they carry an accent.
        "a/../\u{301}b", "..\u{2F}\u{301}b", "a/\u{301}b/..", "a/.git/\u{301}hook",
    ])
    func whatCouldLeadOutIsRefused(text: String) throws {
        #expect(TreePath(text) == nil)
        let json = try JSONText.data(text)
        #expect(throws: DecodingError.self) { try JSONText.decode(TreePath.self, from: json) }
    }

    @Test(arguments: ["a", "a/b", "...", "a/..b", ".gitignore", ".github/x", "a b", "-rf", "ä/ö", "a\n", "git/.gitx"])
    func ordinaryPathsAreTaken(text: String) throws {
        let path = try treePath(text)
        #expect(path.text == text && path.description == text)
        #expect(try JSONText.decode(TreePath.self, from: JSONText.data(path)) == path)
    }

    @Test func aPathIsTakenApartByBytes() throws {
        let path = try treePath("a/b/\u{301}c")
        #expect(path.name == "\u{301}c")
        #expect(path.parent == TreePath("a/b"))
        #expect(path.ancestors == [TreePath("a"), TreePath("a/b")])
        #expect(try treePath("a").parent == nil)
    }

    /// Two files on disk, though one text to Swift.
    @Test func twoSpellingsOfALetterAreTwoPaths() throws {
        let (one, two) = (try treePath("caf\u{E9}"), try treePath("cafe\u{301}"))
        #expect(one.text == two.text)
        #expect(one != two)
        #expect(Set([one, two]).count == 2)
        #expect((one < two) != (two < one))
    }

    @Test func foldersStandBeforeWhatTheyHold() throws {
        let texts = ["a", "a-b", "a/b", "a/b/c", "a/\u{301}", "a0", "b", "ä", "ä/x"]
        let sorted = try texts.shuffled().map { try treePath($0) }.sorted()
        for path in sorted {
            for ancestor in path.ancestors {
                #expect(try #require(sorted.firstIndex(of: path)) > sorted.firstIndex(of: ancestor) ?? -1)
            }
        }
        #expect(
            sorted.map { Array($0.text.utf8) }
                == texts.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) })
    }
}
