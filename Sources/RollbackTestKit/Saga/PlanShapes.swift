import FoundationEssentials
package import RollbackCore
import RollbackEngine

/// The plans that the planner makes of every kind of platform, with steps without any meaning.
package enum PlanShapes {
    /// How the hooks of a shape are.
    package enum Hooks: String, CaseIterable, Sendable {
        case none, optional, required, unrepeatable
    }

    package static func plan(levels: Int, _ hooks: Hooks = .none, _ layout: ReleaseLayout = .inPlace) -> Plan {
        Planner(
            level: .fast, root: "/srv/shop", current: CommitID(String(repeating: "b", count: 40)), target: target,
            contributions: contributions(levels, layout), hooks: hooks == .none ? [] : around(hooks),
            dependsOn: ["HEAD": "b"]
        ).plan()
    }

    package static let all: [Plan] =
        (1...3).flatMap { levels in Hooks.allCases.map { plan(levels: levels, $0) } }
        + Hooks.allCases.map { plan(levels: 2, $0, .releaseDirectories) }

    package static let target = Commit(
        id: CommitID(String(repeating: "a", count: 40)), subject: "Fix login (#42)", author: "Ada",
        date: Date(timeIntervalSince1970: 1_700_000_000))

    private static func release(_ layout: ReleaseLayout) -> [Contribution] {
        switch layout {
        case .inPlace:
            [
                Contribution(.capture, step("capture")), Contribution(.capture, step("stage")),
                Contribution(.swap, step("code")), Contribution(.swap, step("caches", .optional)),
            ]
        case .releaseDirectories:
            [
                Contribution(.capture, step("build/releases/a-1")), Contribution(.capture, step("build/lock-1")),
                Contribution(.swap, step("switch/current")),
            ]
        }
    }

    private static func contributions(_ levels: Int, _ layout: ReleaseLayout) -> [Contribution] {
        var found =
            release(layout) + [
                Contribution(.capture, step("symptoms", .optional)), Contribution(.capture, step("pin")),
                Contribution(.capture, step("deployments", .optional)),
                Contribution(.verify, step("verify", .verification)),
            ]
        for level in 0..<levels {
            // The lowest level has two services, so that one stage of each kind has parallel steps.
            for service in level == 0 ? ["a", "b"] : ["\(level)"] {
                found.append(Contribution(.note(level: level), step(StepName("note/\(service)"))))
                found.append(Contribution(.restart(level: level), step(StepName("restart/\(service)"))))
            }
        }
        return found
    }

    private static func step(_ name: StepName, _ necessity: Necessity = .required) -> PlannedStep {
        PlannedStep(name: name, kind: "world", summary: "change \(name)", necessity: necessity)
    }

    private static func around(_ hooks: Hooks) -> [Hook] {
        ["capture", "swap", "restart", "verify"].flatMap { stage in
            [Hook.Moment.before, .after].map { moment in
                Hook(
                    name: "own", moment: moment, stage: stage, command: Command(["true"]),
                    required: hooks != .optional, repeatable: hooks != .unrepeatable)
            }
        }
    }
}
