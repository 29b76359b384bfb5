import FoundationEssentials
import RollbackCore
import RollbackReporting
import Testing

@Suite struct ReleaseTextTests {
    private let now = SampleRun.start

    private var view: ReleaseView {
        let pip = DependencySet(
            ecosystem: "pip", key: String(repeating: "9f2c", count: 16), locks: ["requirements.txt"])
        let npm = DependencySet(
            ecosystem: "npm", key: String(repeating: "77b3", count: 16), locks: ["package-lock.json"])
        let parts = ReleaseParts(
            commit: SampleRun.target.id, dependencies: [pip, npm], environment: "c41f7702aa00bb11",
            schema: [SchemaHead(folder: "migrations", system: "sql", heads: ["7.sql"])],
            artifacts: ["dist/app.js": "sha256:ab"])
        let summary = EnvironmentSummary(
            digest: "c41f7702aa00bb11", key: "k", files: [".env": ["PORT": "1", "API_KEY": "2"], "web/.env": [:]])
        var view = ReleaseView(
            Release(
                number: ReleaseNumber(41), id: "8c6d1f", parts: parts, environment: summary,
                recordedAt: now.addingTimeInterval(-3700), actor: "ci", reason: "deployed"),
            commit: SampleRun.target)
        view.places = [pip.key: .kept(path: "/srv/store/9f2c"), npm.key: .gone]
        view.isKnownGood = true
        return view
    }

    @Test func aReleaseIsShownPartByPart() {
        #expect(
            ReleaseText.show(view, now: now) == """
                Release       v41
                              known good
                              a dependency set is gone
                Code          4f2a91c “Fix login (#42)” by Kim, 3 days ago
                Dependencies  npm 77b377b377b3 (package-lock.json): GONE: it would have to be built again
                              pip 9f2c9f2c9f2c (requirements.txt): kept in /srv/store/9f2c
                Environment   .env: API_KEY, PORT
                              web/.env: empty
                              sealed as c41f7702aa00, and can be opened here
                Schema        migrations (sql): 7.sql
                Artifacts     dist/app.js: sha256:ab
                Recorded      2025-12-10T02:10:20Z (1 hour ago) by ci
                Reason        deployed
                Digest        8c6d1f

                """)
    }

    @Test func theListHasALineForEachAlsoForWhatCannotBeUsed() {
        var gone = view
        gone.release.number = ReleaseNumber(9)
        gone.commit = nil
        gone.mark = ReleaseMark([.bad], reason: "it \u{1B}[31mloses orders")
        gone.places = [:]
        let damaged = Failure.stateUnreadable(path: "/srv/40.json", why: "it is not a release that lastgood wrote")
        let text = ReleaseText.list([.unusable(ReleaseNumber(40), damaged), .release(gone)], now: now)
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines[0].hasPrefix("v40  CANNOT BE USED: ") && lines[0].contains("/srv/40.json"))
        #expect(lines[1].hasPrefix("v9   4f2a91c (not here any more) · known good · MARKED BAD: it "), "\(lines[1])")
        #expect(!text.unicodeScalars.contains("\u{1B}"))
        #expect(ReleaseText.list([], now: now).contains("lastgood release record"))
    }

    @Test func whatIsNotAsGoodAsItCouldBeStandsUnderTheNumber() {
        #expect(
            ReleaseRecordText.recorded(view, isNew: true, notes: ["a\nb"])
                == "v41 is recorded: 4f2a91c “Fix login (#42)”\n  note: a b\n")
        #expect(
            ReleaseRecordText.recorded(view, isNew: false, notes: [])
                == "Nothing has changed: this is v41, 4f2a91c “Fix login (#42)”\n")
    }

    @Test func theDifferenceIsToldPartByPart() {
        let old = view.release
        var new = old
        new.number = ReleaseNumber(42)
        new.parts.dependencies = []
        new.parts.schema = [SchemaHead(folder: "migrations", system: "sql", heads: ["8.sql"])]
        new.environment?.files[".env"] = ["PORT": "3"]
        var comparison = ReleaseComparison(from: old, to: new)
        comparison.lost = [SampleRun.target]
        comparison.files = (1...22).map { ReleaseComparison.File(status: "M", path: "f\($0)") }
        let text = ReleaseRecordText.difference(comparison)
        for line in [
            "From          v41, 4f2a91c\n", "To            v42, 4f2a91c\n", "Code          - 4f2a91c Kim",
            "… and 2 more\n", "Dependencies  - npm (package-lock.json): 77b377b377b3\n",
            "- pip (requirements.txt): 9f2c9f2c9f2c\n", "Environment   - .env API_KEY: 2\n", "~ .env PORT: 1 → 3\n",
            "Schema        ~ migrations (sql): 7.sql → 8.sql\n", "Artifacts     the same\n",
        ] { #expect(text.contains(line), "\(line) \(text)") }
        new.environment?.key = "another"
        #expect(
            ReleaseRecordText.difference(ReleaseComparison(from: old, to: new)).contains(
                "Environment   cannot be compared: the two were sealed with different keys\n"))
    }
}
