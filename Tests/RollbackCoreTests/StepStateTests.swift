import RollbackCore
import Testing

struct StepStateTests {
    static let out = JSONValue.string("out")
    static let states: [StepState] = [
        .pending, .running(attempt: 1), .succeeded(out), .failed("why", attempt: 1), .undoing(out), .undone,
        .undoFailed("why", out), .skipped("why", attempt: 0), .skipped("why", attempt: 1),
    ]
    static let events: [StepEvent] = [
        .started(attempt: 2), .succeeded(.integer(1)), .failed("worse"), .undoStarted, .undone, .undoFailed("worse"),
        .skipped("by hand"),
    ]

    /// Every pair: the state that follows, or `-` for a pair that only a corrupt journal can hold.
    static let table = """
        state       started  succeeded  failed  undoStarted  undone  undoFailed  skipped
        pending     running  -          -       -            -       -           skipped
        running     running  succeeded  failed  undoing      -       -           skipped
        succeeded   -        -          -       undoing      -       -           -
        failed      running  -          -       undoing      -       -           skipped
        undoing     -        -          -       undoing      undone  undoFailed  -
        undone      running  -          -       -            -       -           skipped
        undoFailed  -        -          -       undoing      -       -           -
        skipped     running  -          -       undoing      undone  -           skipped
        skipped     running  -          -       undoing      -       -           skipped
        """

    static let rows: [[String]] = table.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }

    @Test func theTableNamesEveryStateAndEvent() {
        #expect(Self.rows.dropFirst().map { $0[0] } == Self.states.map(\.word))
        #expect(Array(Self.rows[0].dropFirst()) == Self.events.map(\.word))
    }

    @Test(arguments: states.indices, events.indices)
    func everyPairFollowsTheTable(state: Int, event: Int) {
        let next = Self.states[state].after(Self.events[event])
        #expect(next?.word ?? "-" == Self.rows[state + 1][event + 1])
    }

    @Test func theAttemptIsTheEvents() {
        #expect(StepState.running(attempt: 1).after(.started(attempt: 2)) == .running(attempt: 2))
        #expect(StepState.running(attempt: 3).after(.failed("why")) == .failed("why", attempt: 3))
    }

    @Test func anUndoWorksFromTheRecordedOutput() {
        let out = Self.out
        #expect(StepState.succeeded(out).after(.undoStarted) == .undoing(out))
        #expect(StepState.undoing(out).after(.undoFailed("no")) == .undoFailed("no", out))
        #expect(StepState.undoFailed("no", out).after(.undoStarted) == .undoing(out))
    }

    @Test(arguments: [StepState.running(attempt: 1), .failed("why", attempt: 1)])
    func anUndoOfAStepWithoutOutcomeHasNoOutput(state: StepState) {
        #expect(state.after(.undoStarted) == .undoing(nil))
    }

    @Test(arguments: states) func statesComeBackFromJSON(state: StepState) throws {
        #expect(try JSONText.decode(StepState.self, from: JSONText.data(state)) == state)
    }

    @Test(arguments: events) func eventsComeBackFromJSON(event: StepEvent) throws {
        #expect(try JSONText.decode(StepEvent.self, from: JSONText.data(event)) == event)
    }
}
