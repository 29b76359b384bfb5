import Foundation
import Glibc
import Testing

/// Releases that were marked, or are gone: none is a target by itself, and each says why.
struct KnownGoodMarkTests {
    @Test func aMarkedReleaseIsNoTargetUnlessNamed() async throws {
        try await AcceptancePlatform.with { platform in
            let service = TestService.web()
            try await platform.configure([service])
            try await platform.startByHand(service)
            let good = try await platform.good()
            let text = platform.text(KnownGoodTests.file)
            let marked = try await platform.lastgood(
                "known-good", "mark", "HEAD~1", "--bad", "--reason", "it loses orders")
            #expect(
                marked.status == 0 && marked.output.contains("is marked bad: it loses orders"), "\(marked.everything)")
            let asked = try await platform.json("rollback")
            #expect(asked.exit?["code"] as? Int == 10)
            let candidate = try #require(asked.all("candidate").first { $0["source"] as? String == "known good" })
            #expect(candidate["bad"] as? Bool == true)
            #expect((candidate["mark"] as? [String: Any])?["reason"] as? String == "it loses orders")
            let named = try await platform.lastgood("plan", "--commit", good)
            #expect(named.status == 0)
            #expect(named.output.contains("is marked bad: it loses orders"), "\(named.output)")
            #expect(try await platform.lastgood("known-good", "check").status == 1)
            #expect(try await platform.lastgood("known-good", "mark", good, "--clear").status == 0)
            #expect(platform.text(KnownGoodTests.file) == text)
            #expect(try await platform.json("plan").exit?["code"] as? Int == 0)
            #expect(try await platform.lastgood("known-good", "check").status == 0)
            // Nor does a platform that was rolled back to it keep it as its target.
            #expect(try await platform.lastgood("rollback", "--auto-confirm").status == 0)
            #expect(try await platform.lastgood("known-good", "mark", good, "--vulnerable").status == 0)
            #expect(try await platform.json("plan").exit?["code"] as? Int == 10)
        }
    }

    @Test func aCommitThatIsNoEntryIsListedForItsMark() async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.configure([])
            #expect(try await platform.lastgood("known-good", "mark", "main", "--vulnerable").status == 0)
            let listed = try await platform.json("known-good").all("known-good")
            #expect(listed.map { $0["verified"] as? Bool } == [false, true])
            let kinds = (listed.first?["mark"] as? [String: Any])?["kinds"] as? [String]
            #expect(kinds == ["vulnerable"])
            #expect(try await platform.lastgood("known-good", "mark", "main").status == 64)
            #expect(try await platform.lastgood("known-good", "mark", "main", "--bad", "--clear").status == 64)
        }
    }

    @Test func whatIsGoneIsNamedWithWhatBringsIt() async throws {
        try await AcceptancePlatform.with { platform in
            let gone = String(repeating: "0123456789", count: 4)
            try platform.writeJSON(["commits": [["hash": gone]]], KnownGoodTests.file)
            let alone = try await platform.json("known-good", "check")
            #expect(alone.finished.status == 1)
            let entry = try #require(alone.all("known-good").first)
            #expect(entry["restorable"] as? Bool == false && entry["commit"] is NSNull)
            #expect((entry["place"] as? String)?.contains("known-good-commits.json:4 commits[0].hash") == true)
            #expect((alone.exit?["next"] as? [String])?.first?.hasPrefix("git fetch ") == true)
            try await platform.git("remote", "add", "origin", platform.root)
            let listed = try await platform.lastgood("known-good", "list")
            #expect(listed.status == 0 && listed.output.contains("git fetch origin \(gone)"), "\(listed.everything)")
            #expect(try await platform.lastgood("known-good", "remove", "0123456").status == 0)
            #expect(!platform.text(KnownGoodTests.file).contains(gone))
        }
    }

    @Test func aReleaseWithoutItsFilesCannotBeRestored() async throws {
        try await AcceptancePlatform.with { platform in
            try await platform.configure([])
            #expect(try await platform.lastgood("known-good", "check").status == 0)
            let object = try await platform.git("rev-parse", "main~1:app/release")
            let path = "\(platform.root)/.git/objects/\(object.prefix(2))/\(object.dropFirst(2))"
            #expect(unlink(path) == 0)
            let checked = try await platform.lastgood("known-good", "check")
            #expect(checked.status == 1)
            #expect(checked.output.contains("the repository lacks 1 object of it: \(object)"), "\(checked.output)")
            #expect(checked.output.contains("git fetch --refetch"))
        }
    }

    /// Two commits that begin with the same seven digits, found by trying.
    @Test func aHashThatFitsTwoCommitsNamesBoth() async throws {
        try await AcceptancePlatform.with { platform in
            let line = """
                tree=$(git hash-object -t tree -w /dev/null)
                for i in 8779 10741; do
                    printf 'tree %s\\nauthor A <a@b> %s +0000\\ncommitter A <a@b> %s +0000\\n\\nx\\n' $tree $i $i |
                        git hash-object -t commit -w --stdin
                done
                """
            let hashes = try await Running(["sh", "-c", line], in: platform.root).end().output.split(separator: "\n")
            let short = try #require(hashes.first?.prefix(7))
            try #require(hashes.count == 2 && hashes[1].hasPrefix(short))
            try platform.writeJSON(["commits": [["hash": String(short)]]], KnownGoodTests.file)
            let checked = try await platform.lastgood("known-good", "check")
            #expect(checked.status == 1)
            #expect(checked.output.contains("the hash could be any of"), "\(checked.output)")
            #expect(hashes.allSatisfy { checked.output.contains($0) })
            #expect(checked.output.contains("entered at rollback/config/known-good-commits.json:4 commits[0].hash"))
            #expect(try await platform.json("known-good", "remove", String(short)).kind == "ambiguous-commit")
        }
    }

    /// Two at once: one waits or is told who holds the platform; no entry is lost and none half-written.
    @Test func twoAtOnceLoseNothing() async throws {
        try await AcceptancePlatform.with { platform in
            let good = try await platform.good()
            let first = try platform.start(["known-good", "add", good])
            let second = try platform.start(["known-good", "mark", "main", "--bad"])
            let ends = [try await first.end(), try await second.end()]
            #expect(ends.allSatisfy { [0, 11].contains($0.status) }, "\(ends.map(\.everything))")
            let listed = try await platform.json("known-good", "list").all("known-good")
            #expect(listed.count == ends.count { $0.status == 0 })
        }
    }
}
