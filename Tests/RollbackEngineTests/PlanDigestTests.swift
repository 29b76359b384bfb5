import RollbackCore
import RollbackEngine
import RollbackTestKit
import Testing

struct PlanDigestTests {
    private let plan = PlanShapes.plan(levels: 2, .required)

    @Test func aDigestIsSixtyFourHexadecimalDigitsAndStable() throws {
        let digest = try plan.digest()
        #expect(digest.rawValue.count == 64)
        #expect(digest.rawValue.allSatisfy { "0123456789abcdef".contains($0) })
        #expect(try PlanShapes.plan(levels: 2, .required).digest() == digest)
        #expect(try JSONText.decode(Plan.self, from: JSONText.data(plan)).digest() == digest)
    }

    @Test func notesDoNotCount() throws {
        var noted = plan
        noted.notes.warnings = ["the disk is nearly full"]
        noted.notes.expectedSeconds = 3
        noted.notes.expectedSteps = ["code": 1]
        noted.notes.schema = .breaking
        // They name processes, which come and go.
        noted.stages[1].steps[0].commands = [Command(["kill", "4711"])]
        #expect(try noted.digest() == plan.digest())
    }

    private static let changes: [@Sendable (inout Plan) -> Void] = [
        { $0.root = "/srv/other" }, { $0.current = "c" }, { $0.target.id = "c" }, { $0.target.subject = "Another" },
        { $0.dependsOn["HEAD"] = "c" }, { $0.dependsOn["tree"] = "dirty" }, { $0.dependsOn = [:] },
        { $0.stages[0].name = "other" }, { $0.stages[0].onFailure = .hold }, { $0.stages.swapAt(0, 1) },
        { $0.stages.removeLast() }, { $0.stages[1].steps[0].settings = .object(["a": .integer(1)]) },
        { $0.stages[1].steps[0].kind = "another" }, { $0.stages[1].steps[0].summary = "change more" },
        { $0.stages[1].steps[0].necessity = .optional }, { $0.stages[1].steps[0].repeatable = false },
        { $0.stages[1].steps[0].attempts = 2 }, { $0.stages[1].steps[0].limit = 1 },
    ]

    @Test func everythingElseCounts() throws {
        var digests: Set = [try plan.digest()]
        for change in Self.changes {
            var changed = plan
            change(&changed)
            digests.insert(try changed.digest())
        }
        #expect(digests.count == Self.changes.count + 1)
    }

    @Test func whatHasChangedIsSaidInWords() {
        #expect(plan.changes(since: plan) == [])
        var new = plan
        new.current = "cccccccccccc"
        new.target.id = "dddddddddddd"
        new.dependsOn = ["HEAD": "c", "tree": "dirty"]
        new.stages[0].steps[0].summary = "change it all"
        new.stages[1].steps[0].name = "captured"
        #expect(
            new.changes(since: plan) == [
                "checked out was bbbbbbb, now is ccccccc", "the target was aaaaaaa, now is ddddddd", "HEAD has changed",
                "tree has changed", "step note/a is no longer needed", "step captured is new",
                "step note/1 would now do something else",
            ])
    }
}
