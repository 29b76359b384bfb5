import FoundationEssentials
import RollbackCore
import Testing

struct ValueTests {
    @Test(arguments: [("run-7", 7), ("7", 7), ("run-0", nil), ("-3", nil), ("run-", nil), ("", nil), ("7 ", nil)])
    func runsAreReadAsTheyArePrinted(text: String, number: Int?) {
        #expect(RunID(text: text)?.number == number)
    }

    @Test func runsAreOrderedByNumber() {
        #expect(RunID(9) < RunID(10))
        #expect("\(RunID(10))" == "run-10")
    }

    @Test(arguments: [
        ("Fix login (#42)", 42), ("Merge pull request #7 from ada/login", 7), ("No number", nil), ("Ends in #", nil),
        ("#3 then #12", 12),
    ])
    func aSubjectNamesItsPullRequest(subject: String, number: Int?) {
        let commit = Commit(id: "a", subject: subject, author: "", date: Date(timeIntervalSince1970: 0))
        #expect(commit.pullRequest == number)
    }

    @Test func stagesKeepTheirOrder() {
        let order: [StageSlot] = [
            .note(level: 2), .note(level: 1), .capture, .swap, .restart(level: 1),
            .restart(level: 2),
            .verify,
        ]
        #expect(order.shuffled().sorted() == order)
    }

    @Test func stagesAreNamedByLevelOnlyWhereThereAreSeveral() {
        #expect(StageSlot.restart(level: 1).name(levels: 1) == "restart")
        #expect(StageSlot.restart(level: 2).name(levels: 3) == "restart level 2")
    }

    @Test func nothingPastTheSwapIsTakenBackByItself() {
        #expect(StageSlot.swap.onFailure == .undo)
        #expect(StageSlot.restart(level: 1).onFailure == .hold)
        #expect(StageSlot.verify.onFailure == .forwardOnly)
    }

    @Test func anEnvironmentChangeKeepsWhatThePersonSet() {
        let change = EnvironmentChange(old: ["KEY": "bad", "MODE": "x"], new: ["PORT": "8000"])
        let before = ["KEY": "bad", "MODE": "set by hand", "PORT": "1", "HOME": "/home/ada"]
        #expect(change.applied(to: before) == ["MODE": "set by hand", "PORT": "8000", "HOME": "/home/ada"])
    }

    @Test func secondsAreExactToTheFraction() {
        #expect(Duration.milliseconds(1500).seconds == 1.5)
        #expect(Duration.nanoseconds(-250_000_000).seconds == -0.25)
    }
}
