import FoundationEssentials
import RollbackConfiguration
import RollbackCore
import Testing

/// The registry's text: what is meant changes, and not one other byte.
struct RegistryEditorTests {
    private static let old = "0bf9c640000000000000000000000000000000aa"
    private static let id = "4f2a91c07d3be1f25a60c8894be17d3f5c2d9e10"

    /// Layouts that people write.
    static let layouts = [
        "{\n  \"commits\": [\n    {\n      \"hash\": \"0bf9c64\",\n      \"verified\": true\n    }\n  ]\n}\n",
        "{\"commits\": [{\"hash\": \"0bf9c64\"}]}",
        "{ \"commits\": [ { \"hash\": \"0BF9C64\", \"date\": \"2025-12-10\" }, ], }\n",
        "{\r\n\t\"commits\": [\r\n\t\t{ \"hash\": \"0bf9c64\" },\r\n\t],\r\n}\r\n",
        """
        // Ours. { "hash": "fffffff" }
        {
            "version": "1.0.0", "_by": "hand",
            "commits": [ // the newest first
                // runs since May
                {
                    "notes": "braces } ] , and \\"quotes\\"", // a remark
                    "hash": "0bf9c64" /* of the day */
                } /* before the comma */ ,
                /* two
                   lines */ { "hash": "fedcba9876" } // the last
                // nothing more
            ],

            "usage_notes": ["not  touched" ,]
        } // end

        """,
        "\u{FEFF}{\n  \"commits\":\n  [\n    {\"hash\": \"0bf9c64\"}, {\"hash\": \"abcdef0\"}\n  ]\n}",
    ]

    private static var entry: KnownGoodEntry {
        var entry = KnownGoodEntry(hash: id)
        entry.date = "2025-11-03"
        entry.description = "Größer “quoted\" \\ {x}"
        entry.servicesTested = ["web"]
        var evidence = ReleaseEvidence(checkedAt: "2025-11-03T09:12:00Z", actor: "kim")
        evidence.verifiedBy = "Ann Lee"
        evidence.uptimeHours = 26.5
        evidence.checks = [.init(name: "web/health", verdict: .healthy), .init(name: "code", verdict: .inconclusive)]
        evidence.tests = ["payment"]
        entry.evidence = evidence
        return entry
    }

    private static func load(_ bytes: [UInt8]) throws -> [KnownGoodEntry] {
        try Sample.load(knownGood: String(decoding: bytes, as: UTF8.self)).knownGood
    }

    @Test(arguments: layouts)
    func whatIsAddedIsReadAndRemovedWithoutATrace(text: String) throws {
        var editor = RegistryEditor(Array(text.utf8))
        let before = try Self.load(editor.bytes)
        try editor.add(Self.entry, note: "for people")
        #expect(try Self.load(editor.bytes) == [Self.entry] + before)
        #expect(try editor.entries(naming: CommitID(Self.id)) == [0])
        try editor.remove(0)
        #expect(String(decoding: editor.bytes, as: UTF8.self) == text)
    }

    @Test(arguments: layouts)
    func aMarkComesAndGoesWithoutATrace(text: String) throws {
        var editor = RegistryEditor(Array(text.utf8))
        let index = try #require(try editor.entries(naming: CommitID(Self.old)).first)
        try editor.mark(index, as: ReleaseMark([.bad, .vulnerable], reason: "it \"loses\" orders"))
        let marked = try Self.load(editor.bytes)
        #expect(marked[index].mark == ReleaseMark([.bad, .vulnerable], reason: "it \"loses\" orders"))
        #expect(marked.count { $0.mark != nil } == 1)
        try editor.mark(index, as: ReleaseMark([.bad], reason: "another"))
        #expect(try Self.load(editor.bytes)[index].mark == ReleaseMark([.bad, .vulnerable], reason: "another"))
        try editor.mark(index, as: nil)
        #expect(String(decoding: editor.bytes, as: UTF8.self) == text)
    }

    /// Comments are never taken, and what is left is still JSON.
    @Test(arguments: layouts)
    func everyEntryCanBeRemoved(text: String) throws {
        var editor = RegistryEditor(Array(text.utf8))
        var left = try Self.load(editor.bytes)
        while !left.isEmpty {
            try editor.remove(left.count - 1)
            left.removeLast()
            #expect(try Self.load(editor.bytes) == left)
        }
        let kept = String(decoding: editor.bytes, as: UTF8.self)
        for comment in [
            "// the newest first", "// runs since May", "/* before the comma */", "lines */", "// the last",
        ]
        where text.contains(comment) { #expect(kept.contains(comment), "\(kept)") }
        try editor.add(Self.entry)
        #expect(try Self.load(editor.bytes) == [Self.entry])
    }

    @Test func aNewFileHasTheFormThatPeopleKnow() throws {
        var editor = RegistryEditor(nil)
        var entry = Self.entry
        entry.description = "Checkout"
        try editor.add(entry, note: "for people")
        #expect(
            String(decoding: editor.bytes, as: UTF8.self) == """
                {
                  "version": "1.0.0",
                  "description": "Registry of verified stable commits for rollback targets",

                  "commits": [
                    {
                      "hash": "4f2a91c07d3be1f25a60c8894be17d3f5c2d9e10",
                      "date": "2025-11-03",
                      "description": "Checkout",
                      "verified": true,
                      "services_tested": ["web"],
                      "notes": "for people",
                      "evidence": {
                        "checked_at": "2025-11-03T09:12:00Z",
                        "actor": "kim",
                        "verified_by": "Ann Lee",
                        "uptime_hours": 26.5,
                        "checks": [
                          { "name": "web/health", "verdict": "healthy" },
                          { "name": "code", "verdict": "inconclusive" }
                        ],
                        "tests": ["payment"]
                      }
                    }
                  ]
                }

                """)
    }

    /// The scripts that work without the program look for these right behind the hash.
    @Test func whatKeepsItFromBeingATargetStandsBehindTheHash() throws {
        var editor = RegistryEditor(Array("{}".utf8))
        var entry = Self.entry
        entry.verified = false
        entry.mark = ReleaseMark([.bad], reason: "{")
        try editor.add(entry)
        #expect(try Self.load(editor.bytes) == [entry])
        let text = String(decoding: editor.bytes, as: UTF8.self)
        #expect(text.contains("\(Self.id)\",\n"))
        let keys = text.split(separator: "\n").compactMap { $0.split(separator: "\"").dropFirst().first }
        #expect(keys.dropFirst().prefix(4) == ["hash", "bad", "reason", "verified"])
    }

    @Test func remarksStayWithWhatTheyRemark() throws {
        var editor = RegistryEditor(Array(Self.layouts[4].utf8))
        try editor.add(KnownGoodEntry(hash: Self.id))
        #expect(
            String(decoding: editor.bytes, as: UTF8.self).contains(
                """
                    "commits": [ // the newest first
                        { "hash": "\(Self.id)", "verified": true },
                        // runs since May
                        {
                """))
        #expect(try editor.entries(beginning: "FEDC") == [2])
        #expect(try editor.entries(beginning: "0123").isEmpty)
    }

    @Test func aTextThatIsNoneIsRefusedWithItsPlace() {
        let problem = ConfigurationProblem(
            file: "rollback/config/known-good-commits.json", line: 1, column: 14,
            message: "expected a value, but the file ends inside the array begun on line 1")
        #expect(throws: Failure.configuration([problem])) {
            try RegistryEditor(Array(#"{"commits": ["#.utf8)).entries(beginning: "a")
        }
    }
}
