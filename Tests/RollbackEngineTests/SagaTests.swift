import RollbackCore
import RollbackEngine
import RollbackTestKit
import Testing

/// What must hold for every plan that the planner makes, whatever its steps do.
struct SagaTests {
    @Test(arguments: PlanShapes.all)
    func thereAndBack(plan: Plan) async {
        #expect(await SagaChecks(plan).thereAndBack() == [])
    }

    @Test(arguments: PlanShapes.all)
    func everyStepMayRunTwice(plan: Plan) async {
        #expect(await SagaChecks(plan).everyStepTwice() == [])
    }

    @Test(arguments: PlanShapes.all)
    func everyFailureEndsAsItsStageSays(plan: Plan) async {
        #expect(await SagaChecks(plan).everyStepFailing() == [])
    }

    @Test(arguments: PlanShapes.all)
    func aFailingUndoIsHeldAndTriedAgain(plan: Plan) async {
        #expect(await SagaChecks(plan).everyUndoFailing() == [])
    }

    @Test(arguments: PlanShapes.all)
    func oneCommandEndsARunThatWasKilledAfterAnyRecord(plan: Plan) async {
        #expect(await SagaChecks(plan).everyRecordCrashing() == [])
    }

    @Test(arguments: PlanShapes.all)
    func oneCommandEndsARunWhosePowerWasCutAtAnyChange(plan: Plan) async {
        #expect(await SagaChecks(plan).everyChangeCrashing() == [])
    }

    @Test(arguments: PlanShapes.Hooks.allCases)
    func aFailedRunKilledOnItsWayBackGoesOn(hooks: PlanShapes.Hooks) async {
        #expect(await SagaChecks(PlanShapes.plan(levels: 1, hooks)).everyFailureCrashing() == [])
    }

    @Test func killedAgainDuringRecoveryIsTheSame() async {
        #expect(await SagaChecks(PlanShapes.plan(levels: 1)).everyRecoveryCrashing() == [])
    }

    /// The checks can fail: without intents in the journal recovery goes wrong, and they say so.
    @Test func withoutIntentsTheChecksFail() async {
        let checks = SagaChecks(PlanShapes.plan(levels: 1), forgetsIntent: true)
        #expect(await !checks.everyRecordCrashing().isEmpty)
        #expect(await !checks.everyRecoveryCrashing().isEmpty)
    }

    /// The checks can fail: a plan whose stages run in another order than the world's is noticed.
    @Test func anotherOrderOfStagesIsNoticed() async throws {
        let plan = PlanShapes.plan(levels: 1)
        var turned = plan
        turned.stages.swapAt(0, turned.stages.count - 2)
        let world = World(plan)
        let recorder = try await Recorded.recorder(turned)
        _ = try await Recorded.executor(turned, world.steps(), recorder).run()
        #expect(!world.violations.isEmpty)
    }
}
