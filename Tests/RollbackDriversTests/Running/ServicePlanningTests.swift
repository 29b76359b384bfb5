import FoundationEssentials
import RollbackCore
@testable import RollbackDrivers
import Testing

struct ServicePlanningTests {
    private let services = [
        Service(name: "ui", port: 7860, dependsOn: ["api"], critical: false), Service(name: "api", port: 8000),
        Service(name: "worker", dependsOn: ["api"]),
    ]

    private func contributions() async throws -> [Contribution] {
        try await ServicePlanning(services, ServiceManagers([SimulatedMachine().manager()])).contributions()
    }

    @Test func lowerLevelsFirst() async throws {
        let found = try await contributions()
        let slots = Dictionary(uniqueKeysWithValues: found.map { ($0.step.name.rawValue, $0.slot) })
        #expect(slots["restart/api"] == .restart(level: 1) && slots["restart/ui"] == .restart(level: 2))
        #expect(slots["note/worker"] == .note(level: 2) && slots["restart/worker"] == .restart(level: 2))
    }

    @Test func whatAPlanSays() async throws {
        let steps = try await contributions().map(\.step)
        let restart = steps.first { $0.name == "restart/ui" }
        #expect(restart?.necessity == .optional && restart?.commands == [Command(["restart", "ui"])])
        #expect(restart?.summary == "restart ui on port 7860 and wait until it answers")
        let commit = Commit(id: "abc", subject: "", author: "", date: Date(timeIntervalSince1970: 0))
        let stage = PlannedStage(name: "all", onFailure: .hold, steps: steps)
        let plan = Plan(level: .fast, root: "/", current: "def", target: commit, stages: [stage], dependsOn: [:])
        #expect(try Set(ServicePlanning.services(of: plan)) == Set(services))
    }

    @Test func aManagerThatNobodyKnows() async {
        let odd = Service(name: "api", manager: .systemd)
        await #expect(throws: Failure.cannotStart(service: "api", why: "its manager systemd is none of process")) {
            _ = try await ServicePlanning([odd], ServiceManagers([SimulatedMachine().manager()])).contributions()
        }
    }
}
