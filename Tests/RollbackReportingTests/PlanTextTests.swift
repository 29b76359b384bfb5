import FoundationEssentials
import RollbackCore
import RollbackReporting
import Testing

@Suite struct PlanTextTests {
    private var text: PlanText { PlanText(SampleRun.plan, digest: SampleRun.digest, now: SampleRun.start) }

    @Test func theScreenSaysWhatAPersonConsentsTo() {
        #expect(
            text.screen() == """
                Roll back /srv/pi-forge (fast)
                from        9d8c7b6
                to          4f2a91c “Fix login (#42)” by Kim, 3 days ago
                takes away  9d8c7b6 Ada `x`, PR #57: Rework <script>alert(1)</script> | payment…
                does        capture: save 3 changed files
                            code: write 12 files, remove 1
                            services: restart fastapi + restart flask
                            verify: run 2 checks
                restores    code and caches
                leaves      database and rollback/
                schema      unknown whether the target's code runs on today's database schema
                time        about 8.2 s, from this platform's history
                way back    lastgood undo
                ! requirements.txt differs: the installed packages are kept
                plan 0f1e2d3c4b5a: lastgood rollback --fast --plan 0f1e2d3c4b5a

                """)
    }

    @Test func aLargePlanStillFitsOneScreen() {
        var plan = SampleRun.plan
        plan.notes.suspects = Array(repeating: SampleRun.suspect, count: 40)
        plan.notes.warnings = Array(repeating: "w", count: 20)
        plan.stages = Array(repeating: plan.stages[2], count: 30)
        let lines = PlanText(plan, digest: SampleRun.digest, now: SampleRun.start).screen().split(separator: "\n")
        #expect(lines.count <= 22)
        #expect(lines.contains("            and 37 more: lastgood plan"))
    }

    @Test func theWholePlanHasEveryCommandAndTheWholeDigest() {
        let full = text.full
        #expect(full.contains("3. services  (if it fails: held for a person)\n"))
        #expect(
            full.contains("   - restart/fastapi: restart fastapi, about 3.0 s\n       $ systemctl restart fastapi\n"))
        #expect(
            full.hasSuffix(
                "plan \(SampleRun.digest)\nTo do exactly this:\n  lastgood rollback --fast --plan 0f1e2d3c4b5a\n"))
    }

    @Test func withoutHistoryNoTimeIsPromised() {
        var plan = SampleRun.plan
        plan.notes.expectedSeconds = nil
        #expect(PlanText(plan, digest: "ab", now: SampleRun.start).screen().contains("time        no history yet\n"))
    }

    @Test func aSchemaThatDoesNotFitIsLoud() {
        var plan = SampleRun.plan
        plan.notes.schema = .breaking
        #expect(PlanText(plan, digest: "ab", now: SampleRun.start).screen().contains("schema      BREAKS: "))
    }

    @Test func migrationsSinceTheTargetAreNamed() {
        var plan = SampleRun.plan
        plan.notes.schema = .breaking
        plan.notes.migrations = [
            Migration(name: "0003", path: "m/0003.sql", system: .sql, fit: .compatible, evidence: ["makes table r"]),
            Migration(
                name: "0004", path: "a/0004.py", system: .alembic, fit: .breaking,
                evidence: ["drops table <u>", "drops table v"]),
        ]
        let text = PlanText(plan, digest: "ab", now: SampleRun.start)
        #expect(text.screen().contains("schema      BREAKS: 0004 drops table <u>\n"))
        #expect(
            text.full.contains(
                """
                            0003 (SQL) fits: makes table r
                            0004 (Alembic) BREAKS: drops table <u>; drops table v

                """))
        #expect(text.markdown.contains("## Migrations since the target\n\n- 0003 (SQL) fits: makes table r\n"))
        #expect(text.markdown.contains("drops table &lt;u&gt;"))
        plan.notes.schema = .compatible
        #expect(
            PlanText(plan, digest: "ab", now: SampleRun.start).screen().contains(
                "schema      fits: the 1 migration since then only adds\n"))
    }

    @Test func markdownEscapesWhatItQuotes() {
        let markdown = text.markdown
        #expect(
            markdown.contains(
                "- 9d8c7b6 Ada \\`x\\`, PR #57: Rework &lt;script&gt;alert(1)&lt;/script&gt; \\| payments (#57)"))
        #expect(!markdown.contains("<script>"))
    }
}

@Suite struct CandidateTextTests {
    private let good = Candidate(
        commit: SampleRun.target, source: .knownGood, label: "stable", changedFiles: 12, bad: false)
    private let bad = Candidate(commit: SampleRun.suspect, source: .commit, label: "", changedFiles: 1, bad: true)

    @Test func candidatesStandInTwoLinesWithTheirKey() {
        #expect(
            CandidateText.text([good, bad], now: SampleRun.start) == """
                 1  4f2a91c  3 days ago      Kim            Fix login (#42)
                    12 files would change · known good: stable
                 2  9d8c7b6  10 minutes ago  Ada `x`        Rework <script>alert(1)</script> | …
                    ROLLED BACK FROM · 1 file would change · commit

                """)
    }

    @Test func aMarkStandsFirst() {
        var marked = good
        marked.bad = true
        marked.mark = ReleaseMark([.bad, .vulnerable], reason: "it loses orders")
        let text = CandidateText.text([marked], now: SampleRun.start)
        #expect(text.contains("\n    MARKED BAD AND VULNERABLE: it loses orders · 12 files would change"), "\(text)")
    }

    @Test func oneKeyPicks() {
        #expect(CandidateText.choice("2\n", from: [good, bad]) == bad)
        #expect(CandidateText.choice("3", from: [good, bad]) == nil)
        #expect(CandidateText.choice("", from: [good]) == nil)
        #expect(CandidateText.key(9) == nil)
    }

    @Test func whatNoKeyPicksIsCounted() {
        let text = CandidateText.text(Array(repeating: good, count: 12), now: SampleRun.start)
        #expect(text.hasSuffix("3 more: name any commit of “git log --all” with --commit\n"))
        #expect(CandidateText.text([], now: SampleRun.start).contains("there is no earlier commit"))
    }

    @Test func narrowTerminalsCutTheSubjectAndKeepTheWarning() {
        let lines = CandidateText.text([bad], now: SampleRun.start, columns: 30).split(separator: "\n")
        #expect(lines.allSatisfy { Columns.width(String($0)) <= 30 })
        #expect(lines.last?.contains("ROLLED BACK FROM") == true)
    }
}
