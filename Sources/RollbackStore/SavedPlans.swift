import FoundationEssentials
package import RollbackCore
import RollbackFiles

/// Plans that were shown, by digest, so that a stale one can be refused with what has changed since.
package struct SavedPlans: Sendable {
    private let state: StateDirectory
    package init(_ state: StateDirectory) { self.state = state }

    package func save(_ plan: Plan, _ digest: PlanDigest) throws {
        try AtomicFile.write(JSONText.data(plan), to: path(digest.rawValue), durable: false)
    }

    /// - Parameter prefix: at least six digits of a digest.
    /// - Throws: `Failure.unknownPlan` when none or several plans match.
    package func find(_ prefix: String) throws -> (digest: PlanDigest, plan: Plan) {
        let names = try FileCall.names(in: state.plansPath).filter { $0.hasSuffix(".json") }
        let digests = names.map { String($0.dropLast(5)) }.filter { $0.hasPrefix(prefix) }
        guard prefix.count >= 6, digests.count == 1, let digest = digests.first,
            let data = try FileCall.read(path(digest)), let plan = try? JSONText.decode(Plan.self, from: data)
        else { throw Failure.unknownPlan(prefix) }
        return (PlanDigest(digest), plan)
    }

    private func path(_ digest: String) -> String { "\(state.plansPath)/\(digest).json" }
}
