import Crypto
import FoundationEssentials
package import RollbackCore

extension Plan {
    /// SHA-256 over what the plan would do and what it depends on. Estimates, probe results and other notes
    /// do not count: a plan does not grow stale because time passes, or because a process got another number.
    package func digest() throws -> PlanDigest {
        var essence = self
        essence.notes = PlanNotes()
        for stage in essence.stages.indices {
            essence.stages[stage].steps = essence.stages[stage].steps.map(\.essence)
        }
        let hash = SHA256.hash(data: try JSONText.data(essence))
        return PlanDigest(
            hash.map { byte in
                String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
            }.joined())
    }

    /// What differs between two plans for the same purpose, in words: why the older one is stale.
    package func changes(since old: Plan) -> [String] {
        var changes: [String] = []
        if old.current != current { changes.append("checked out was \(old.current.short), now is \(current.short)") }
        if old.target.id != target.id {
            changes.append("the target was \(old.target.id.short), now is \(target.id.short)")
        }
        for key in Set(old.dependsOn.keys).union(dependsOn.keys).sorted() where old.dependsOn[key] != dependsOn[key] {
            changes.append("\(key) has changed")
        }
        let (before, after) = (Set(old.steps.map(\.name)), Set(steps.map(\.name)))
        changes += before.subtracting(after).sorted().map { "step \($0) is no longer needed" }
        changes += after.subtracting(before).sorted().map { "step \($0) is new" }
        changes += steps.filter { step in old.step(step.name).map { $0.essence != step.essence } ?? false }
            .map { "step \($0.name) would now do something else" }
        return changes
    }
}

extension PlannedStep {
    /// What it does. What a person would type for the same follows from that and from what runs at the moment.
    fileprivate var essence: PlannedStep {
        var essence = self
        essence.commands = []
        essence.needs = nil
        return essence
    }
}
