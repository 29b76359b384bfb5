import RollbackCore
import RollbackEngine
import RollbackTestKit
import Testing

struct PlannerTests {
    @Test func stagesStandInTheirOrder() {
        #expect(
            PlanShapes.plan(levels: 3).stages.map(\.name) == [
                "note services of level 2", "note services of level 1", "note services of level 0",
                "capture and prepare", "swap", "restart level 0", "restart level 1", "restart level 2", "verify",
            ])
        #expect(PlanShapes.plan(levels: 1).stages.map(\.name).contains("restart"))
    }

    @Test func hooksStandAroundTheStagesOfTheirWord() {
        let names = PlanShapes.plan(levels: 2, .required).stages.map(\.name)
        #expect(
            names == [
                "note services of level 1", "note services of level 0", "before capture: own", "capture and prepare",
                "after capture: own", "before swap: own", "swap", "after swap: own",
                "before restart: own", "restart level 0", "restart level 1", "after restart: own", "before verify: own",
                "verify", "after verify: own",
            ])
    }

    /// No service to restart, nothing differs: the platform's own commands run all the same, in their places.
    @Test func hooksRunAlsoAroundStagesThatDoNothing() throws {
        let hooks = [
            Hook(name: "purge", moment: .after, stage: "restart", command: Command(["true"])),
            Hook(name: "page", moment: .before, stage: "swap", command: Command(["true"])),
        ]
        let plan = Planner(
            level: .fast, root: "/", current: "b", target: PlanShapes.target,
            contributions: [
                Contribution(.capture, Recorded.step("capture")), Contribution(.verify, Recorded.step("verify")),
            ], hooks: hooks
        ).plan()
        #expect(
            plan.stages.map(\.name) == ["capture and prepare", "before swap: page", "after restart: purge", "verify"])
        #expect(plan.stages.map(\.onFailure) == [.undo, .undo, .hold, .forwardOnly])
        #expect(plan.stages.allSatisfy { !$0.steps.isEmpty })
    }

    /// Up to the swap a failure takes everything back; after it nothing goes back by itself.
    @Test func afterTheSwapNothingGoesBackByItself() throws {
        for plan in PlanShapes.all {
            let swap = try #require(plan.stages.firstIndex { $0.name == "swap" })
            #expect(plan.stages[...swap].allSatisfy { $0.onFailure == .undo })
            #expect(plan.stages[(swap + 1)...].allSatisfy { $0.onFailure != .undo })
            #expect(plan.stages.last?.onFailure == .forwardOnly)
        }
    }

    @Test func hooksOfOneMomentRunOneAfterAnotherAsConfigured() {
        let hooks = ["z", "a"].map { Hook(name: $0, moment: .before, stage: "swap", command: Command(["true"])) }
        let plan = Planner(
            level: .fast, root: "/", current: "b", target: PlanShapes.target,
            contributions: [Contribution(.swap, Recorded.step("code"))], hooks: hooks
        ).plan()
        #expect(plan.stages.map(\.name) == ["before swap: z", "before swap: a", "swap"])
        #expect(plan.step("hook/before-swap/z")?.necessity == .optional)
        #expect(Set(plan.steps.map(\.name)).count == 3)
    }

    @Test func stepsOfAStageAreSortedSoThatEqualFactsGiveEqualPlans() throws {
        func plan(_ names: [StepName]) -> Plan {
            Planner(
                level: .fast, root: "/", current: "b", target: PlanShapes.target,
                contributions: names.map { Contribution(.swap, Recorded.step($0)) }
            ).plan()
        }
        #expect(try plan(["b", "a", "c"]).digest() == plan(["c", "b", "a"]).digest())
    }
}
