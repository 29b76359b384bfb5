import FoundationEssentials
import RollbackCore

/// Values that several tests start from. The first and second step of the plan are `capture` and `swap`.
enum Sample {
    static let target = Commit(
        id: "0f1e2d3c4b5a69788796a5b4c3d2e1f001020304", subject: "Fix login (#42)", author: "Ada",
        date: Date(timeIntervalSince1970: 1_700_000_000))

    static let plan = Plan(
        level: .fast, root: "/srv/shop", current: "ffffffffffffffffffffffffffffffffffffffff", target: target,
        stages: [
            PlannedStage(name: "capture", onFailure: .undo, steps: [step("capture")]),
            PlannedStage(name: "swap", onFailure: .hold, steps: [step("swap"), step("caches", .optional)]),
        ],
        dependsOn: ["HEAD": "ffff", "tree": "clean"], notes: notes)

    static let header = RunHeader(
        run: RunID(7), plan: plan, digest: "abc", actor: "ada", reason: "checkout is broken", host: "web-1",
        version: "0.1.0")

    static func step(_ name: StepName, _ necessity: Necessity = .required) -> PlannedStep {
        PlannedStep(
            name: name, kind: "code.swap", settings: .object(["paths": .array([.string("app.py")])]),
            summary: "write 1 file", commands: [Command(["git", "status"], in: "/srv/shop")], necessity: necessity,
            attempts: 2, limit: 1.5)
    }

    private static var notes: PlanNotes {
        var notes = PlanNotes()
        notes.suspects = [target]
        notes.expectedSteps = ["capture": 0.25, "swap": 1]
        notes.schema = .compatible
        return notes
    }
}
