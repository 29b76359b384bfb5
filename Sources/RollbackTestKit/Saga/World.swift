package import RollbackCore
import Synchronization

/// A world in memory in which each step owns one fact. It goes from `start` over `half` to `done` and back, and the
/// world remembers every change that no engine may bring about.
package final class World: Sendable {
    package enum Fact: String, Sendable {
        case start, half, done
    }

    private struct State {
        var facts: [StepName: Fact] = [:]
        var changes = 0
        var cutAt: Int?
        var performed: [StepName: Int] = [:]
        var violations: [String] = []
        var behaviours: [StepName: Behaviour] = [:]
    }

    private let state: Mutex<State>
    private let stages: [[StepName]]
    package let power: PowerSwitch
    package let plan: Plan

    package init(_ plan: Plan, _ behaviours: [StepName: Behaviour] = [:], power: PowerSwitch = PowerSwitch()) {
        self.plan = plan
        self.power = power
        stages = plan.stages.map { $0.steps.map(\.name) }
        state = Mutex(State(behaviours: behaviours))
    }

    /// The same world once more, to try another way on from here.
    package func copy() -> World {
        let world = World(plan)
        let now = state.withLock { $0 }
        world.state.withLock { $0 = now }
        return world
    }

    package subscript(step: StepName) -> Fact { state.withLock { $0.facts[step] ?? .start } }
    package var violations: [String] { state.withLock { $0.violations } }
    package var changes: Int { state.withLock { $0.changes } }
    package func performed(_ step: StepName) -> Int { state.withLock { $0.performed[step] ?? 0 } }

    package var isStart: Bool { plan.steps.allSatisfy { self[$0.name] == .start } }
    package var isTarget: Bool { plan.steps.allSatisfy { self[$0.name] == .done } }

    /// Cuts the power right after the change of this number, counted from 1.
    package func cutPower(at change: Int) { state.withLock { $0.cutAt = change + $0.changes } }

    func behaviour(_ step: StepName) -> Behaviour { state.withLock { $0.behaviours[step] ?? Behaviour() } }

    /// Sets what a step does from now on: what was broken is mended.
    package func set(_ step: StepName, _ behaviour: Behaviour) { state.withLock { $0.behaviours[step] = behaviour } }

    /// One change of one fact, unless the power is off.
    func change(_ step: StepName, to fact: Fact) throws {
        try state.withLock { state in
            guard power.isOn else { throw PowerIsOff() }
            state.changes += 1
            state.facts[step] = fact
            guard state.cutAt == state.changes else { return }
            power.cut()
            throw PowerIsOff()
        }
    }

    /// Notes a beginning attempt, and whether it comes at its place.
    func performs(_ step: PlannedStep) {
        state.withLock { state in
            state.performed[step.name, default: 0] += 1
            for late in later(than: step.name) where state.facts[late] ?? .start != .start {
                state.violations.append("\(step.name) was performed while \(late) was \(state.facts[late] ?? .start)")
            }
        }
    }

    func takesBack(_ step: PlannedStep) {
        state.withLock { state in
            for late in later(than: step.name) where state.facts[late] ?? .start != .start {
                state.violations.append("\(step.name) was taken back before \(late)")
            }
        }
    }

    func violation(_ what: String) { state.withLock { $0.violations.append(what) } }

    private func later(than step: StepName) -> [StepName] {
        stages.drop { !$0.contains(step) }.dropFirst().flatMap { $0 }
    }
}

package struct PowerIsOff: Error {}
