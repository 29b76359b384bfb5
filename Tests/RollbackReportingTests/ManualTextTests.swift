import FoundationEssentials
import RollbackCore
import RollbackReporting
import Testing

/// The words of the manual level.
struct ManualTextTests {
    private let lists = [
        Checklist(.before, [Checklist.Group("People", ["The team *knows*", "Look: https://railway.app/x_y"])]),
        Checklist(.after, [Checklist.Group("Data", ["The newest rows are there"])]),
    ]

    private var plan: Plan {
        var plan = SampleRun.plan
        plan.level = .manual
        plan.stages = [
            PlannedStage(name: "capture", onFailure: .undo, steps: [SampleRun.plan.steps[0]]),
            PlannedStage(name: "services", onFailure: .hold, steps: [SampleRun.plan.steps[2]]),
        ]
        return plan
    }

    @Test func theSheetIsMarkdown() {
        #expect(ManualSheet(plan, lists, SampleRun.contacts, now: SampleRun.start).markdown == Self.sheet)
    }

    private static let sheet = """
        # Rollback by hand of /srv/pi-forge

        To be guided through it, step by step, on a terminal: `lastgood rollback --manual`

        | | |
        |---|---|
        | From | `9d8c7b6a5f4e3d2c1b0a99887766554433221100` |
        | To | `4f2a91c07d3be1f25a60c8894be17d3f5c2d9e10` 4f2a91c “Fix login (#42)” by Kim, 3 days ago |
        | Leaves | database and rollback/ |
        | Schema | unknown whether the target's code runs on today's database schema |
        | Way back | lastgood undo |

        ## Warnings

        - requirements.txt differs: the installed packages are kept

        ## Before the rollback

        ### People

        - [ ] The team \\*knows\\*
        - [ ] Look: <https://railway.app/x_y>

        ## Steps

        ### 1. capture

        - [ ] **capture/tree**: save 3 changed files

        ### 2. services

        - [ ] **restart/fastapi**: restart fastapi

          ```text
          systemctl restart fastapi
          ```


        ## After the rollback

        ### Data

        - [ ] The newest rows are there

        ## Contacts

        - Repository owner: @kim

        ## Dashboards

        - Railway: <https://railway.app/dashboard>
        - Hostile: javascript:alert(1)

        """

    @Test func theSheetOfARunSaysHowFarItIs() throws {
        var header = SampleRun.header
        header.plan = plan
        let state = try RunState([
            .began(header), .step("capture/tree", .started(attempt: 1)), .step("capture/tree", .succeeded(.null)),
            .step("restart/fastapi", .skipped("by hand")),
        ])
        let answers = [ChecklistAnswer(.before, "The team *knows*", ticked: true, note: "Ada|Kim")]
        let text = ManualSheet(
            plan, lists, .none, now: SampleRun.start, state: state, answers: answers
        ).markdown
        for line in [
            "# Rollback by hand of /srv/pi-forge (run-7)", "- [x] The team \\*knows\\* – Ada\\|Kim",
            "- [x] **capture/tree**: save 3 changed files", "- [ ] **restart/fastapi**: restart fastapi – left out",
        ] {
            #expect(text.split(separator: "\n").contains { $0 == line }, "\(line) is not in \(text)")
        }
        #expect(text.contains("on a terminal: `lastgood resume`"))
    }

    private var told: [RunEvent] {
        [
            SampleRun.event(0, .runBegan(SampleRun.header)),
            SampleRun.event(2, .answered(ChecklistAnswer(.before, "The team *knows*", ticked: false))),
            SampleRun.event(3, .answered(ChecklistAnswer(.before, "The team *knows*", ticked: true, note: "by phone"))),
            SampleRun.event(4, .stepBegan(attempt: 1), "code/swap"),
            SampleRun.event(5, .stepSucceeded(seconds: 1), "code/swap"),
            SampleRun.event(6, .noted("the <b>queue</b> is empty"), "restart/fastapi"),
            SampleRun.event(7, .stepSkipped("restarted by hand"), "restart/fastapi"),
        ]
    }

    @Test func theIncidentHoldsWhatPeopleSaid() {
        let report = RunReport(events: told, contacts: SampleRun.contacts)
        #expect(report.answers.count == 1 && report.notes.map(\.step) == ["restart/fastapi"])
        let text = IncidentDocument(report, lists).text()
        for line in [
            "# Incident: Rollback run-7 of /srv/pi-forge", "**under way**", "- [x] The team \\*knows\\* – by phone",
            "- [ ] The newest rows are there", "| services | restart/fastapi | restart fastapi | left out | – |",
            "Why it was left out:", "restarted by hand", "systemctl restart fastapi",
            "- 2025-12-10T03:12:06Z (restart/fastapi): the &lt;b&gt;queue&lt;/b&gt; is empty",
            "| 3.0 s | 03:12:03 | ✓ The team \\*knows\\* (by phone) |", "## Root cause",
        ] {
            #expect(text.split(separator: "\n").contains { $0 == line }, "\(line) is not in \(text)")
        }
    }

    @Test func whatPeopleWroteBelowTheMarkStays() {
        let first = IncidentDocument(RunReport(events: told.prefix(3)), lists).text()
        let edited = first + "The migration 0042 locked the orders.\n"
        let second = IncidentDocument(RunReport(events: told), lists).text(keeping: edited)
        #expect(second.hasSuffix("## What follows from it\nThe migration 0042 locked the orders.\n"), "\(second)")
        #expect(second.contains("left out") && !first.contains("left out"))
        #expect(second.ranges(of: IncidentDocument.mark).count == 1)
    }

    @Test func aStepIsShownWithItsCommandsBeforeItIsDone() {
        let step = plan.steps[1]
        let shown = PaceText.step(
            step, in: plan, stage: "services", state: .failed("port 8000 is taken\nby nginx\u{1B}[2J", attempt: 1),
            .forward,
            obstacle: nil)
        #expect(
            shown == """

                Stage services, step 2 of 2: restart/fastapi
                  restart fastapi (about 3.0 s)
                  What a person would type for it:
                    $ systemctl restart fastapi
                ! it failed: port 8000 is taken
                    by nginx\u{FFFD}[2J

                """)
        let back = PaceText.step(
            step, in: plan, stage: "services", state: .succeeded(.null), .backward, obstacle: "it needs code/stage")
        #expect(
            back.contains(": take back restart/fastapi\n")
                && back.contains("! it cannot be done: it needs code/stage\n"))
        #expect(
            PaceText.prompt("x", [PaceText.Key("d", "do it"), PaceText.Key("q", "stop")]) == "x: [d] do it  [q] stop > "
        )
    }

    /// Prompts stand where the status line would be.
    @Test func nothingIsRedrawnWhileNothingIsUnderWay() {
        let page = Page()
        let live = TerminalStyle(live: true, colour: false)
        let presenter = TextPresenter(style: live, output: page.write)
        for event in told.prefix(5) { presenter.receive(event) }
        let before = page.text
        presenter.tick(elapsed: 6)
        #expect(page.text == before && !before.hasSuffix("\u{1B}[K"))
        presenter.receive(told[5])
        #expect(page.text == before)
    }
}
