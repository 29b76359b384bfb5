import FoundationEssentials
import Glibc
import RollbackCore
@testable import RollbackDrivers
import Testing

/// Caches go, and nothing else.
struct ClearCachesTests {
    private func clear(_ place: CodePlace, _ patterns: [String], in folder: String = "", emptied: [String] = [])
        async throws -> Int
    {
        let root = folder.isEmpty ? place.root : place.path(folder)
        let step = ClearCaches(
            settings: .init(root: root, patterns: patterns, emptied: emptied.map(place.path)),
            git: try await place.repository())
        return try await step.perform(.silent).removed
    }

    @Test func namesAndPaths() async throws {
        let place = try await CodePlace()
        try place.make(
            [
                "__pycache__/x.pyc", "d/__pycache__/y/z.pyc", "d/a.pyc", "d/a.py", "web/.next/cache/c",
                "other/.next/cache/c", ".pytest_cache/v",
            ]
            .map { .file($0, "x") })
        #expect(try await clear(place, ["__pycache__", "*.pyc", ".pytest_cache", "web/.next/cache"]) == 5)
        #expect(
            place.names("") == [".git", "d", "other", "web"] && place.names("d") == ["a.py"]
                && place.names("web/.next") == [])
        #expect(try await clear(place, ["__pycache__", "*.pyc"]) == 0)
    }

    /// However a pattern is looked up, it means what fnmatch(3) says.
    @Test func patternsMeanWhatFnmatchSays() {
        let names = [
            "a.pyc", ".pyc", "pyc", "a.pyo", "__pycache__", "x__pycache__", "a[1].pyc", "ü.pyc", "a*b", "b.tmp.gz",
        ]
        for pattern in ["*.pyc", "__pycache__", "*", "a?pyc", "*.tmp.*", "[ab]*", #"a\*b"#, "*.py[co]", "w/*.pyc"] {
            let patterns = NamePatterns([pattern])
            for name in names {
                let path = pattern.contains("/") ? "w/\(name)" : name
                #expect(patterns.match(name, in: "w") == (fnmatch(pattern, path, 0) == 0), "\(pattern) \(name)")
            }
        }
    }

    @Test func whatHasCachesOfItsOwnIsLeft() async throws {
        let place = try await CodePlace()
        let kept = [
            ".venv/lib/a.pyc", "node_modules/m/__pycache__/a", "rollback/a.pyc", "env/pyvenv.cfg", "env/a.pyc",
            "x/site-packages/a.pyc", ".git/a.pyc",
        ]
        try place.make((kept + ["app/rollback/a.pyc"]).map { .file($0, "x") })
        #expect(try await clear(place, ["*.pyc", "__pycache__"]) == 1)
        #expect(kept.allSatisfy(place.exists))
    }

    /// What the good release's services have cached must not serve its code to the release that comes back.
    @Test func takingBackClearsWhatWasCachedSince() async throws {
        let place = try await CodePlace()
        try place.make([.file("d/__pycache__/a.pyc", "of the good release"), .file("d/a.py", "x")])
        let step = ClearCaches(
            settings: .init(root: place.root, patterns: ["__pycache__"]), git: try await place.repository())
        for _ in 1...2 { try await step.undo(nil, .silent) }
        #expect(!place.exists("d/__pycache__") && place.exists("d/a.py"))
    }

    @Test func whatIsTrackedIsNoCache() async throws {
        let place = try await CodePlace()
        try await place.commit([.file("build/tracked", "1"), .file("d/x.pyc", "1"), .file("d/a", "1")])
        try place.make([.file("build/made", "1"), .file("d/y.pyc", "1"), .file("e/build/made", "1")])
        #expect(try await clear(place, ["build", "*.pyc"]) == 2)
        #expect(place.exists("build/tracked") && place.exists("build/made") && place.exists("d/x.pyc"))
        #expect(!place.exists("d/y.pyc") && !place.exists("e/build"))
    }

    @Test func aFolderOfALargerRepository() async throws {
        let place = try await CodePlace()
        try await place.commit([.file("app/build/tracked", "1"), .file("lib/a", "1")])
        try place.make([.file("app/x/build/made", "1"), .file("lib/build/made", "1")])
        #expect(try await clear(place, ["build"], in: "app") == 1)
        #expect(place.exists("app/build/tracked") && place.exists("lib/build/made") && !place.exists("app/x/build"))
    }

    @Test func linksAreRemovedAndNotFollowed() async throws {
        let place = try await CodePlace()
        try place.make([.file("kept/a.pyc.txt", "1"), .link("__pycache__", "kept"), .link("loop", ".")])
        #expect(try await clear(place, ["__pycache__"]) == 1)
        #expect(!place.exists("__pycache__") && place.exists("kept/a.pyc.txt"))
    }

    @Test func emptiedFoldersGoToo() async throws {
        let place = try await CodePlace()
        try place.make([.file("p/q/__pycache__/x.pyc", "1"), .file("k/__pycache__/x.pyc", "1"), .file("k/mine", "1")])
        _ = try await clear(place, ["__pycache__"], emptied: ["p/q", "p", "k"])
        #expect(!place.exists("p") && place.names("k") == ["mine"])
    }
}
