package import FoundationEssentials
package import RollbackCore

/// One thing done with a database's schema from a plan as JSON: what the proofs and the benches drive, without a platform
/// around it.
package struct SchemaDriver: Sendable {
    package enum Verb: String, CaseIterable, Sendable {
        case facts, state, back, rehearse, forth, parked
    }

    private let database: any SchemaDatabase

    package init(_ database: any SchemaDatabase) { self.database = database }

    /// - Parameters:
    ///   - plan: a `SchemaPlan`; not read by those that need none.
    /// - Returns: JSON: the facts, the evidence, or a word.
    /// - Throws: `Failure.database`, an error of the JSON's.
    package func perform(_ verb: Verb, plan: Data, run: RunID) async throws -> String {
        switch verb {
        case .facts:
            let began = ContinuousClock.now
            let facts = try await database.facts()
            let digest = facts.digest
            return try text(
                FactsAnswer(digest: digest, seconds: (ContinuousClock.now - began).seconds, facts: facts))
        case .state: return try text(try await database.state(of: run))
        case .back: return try text(try await database.rollBack(read(plan), run: run, dryRun: false))
        case .rehearse: return try text(try await database.rollBack(read(plan), run: run, dryRun: true))
        case .forth: return try text(try await database.redo(read(plan), run: run))
        case .parked: return try text(try await database.parked())
        }
    }

    private struct FactsAnswer: Encodable {
        var digest: String
        /// From the first word to the server until the digest is known.
        var seconds: Double
        var facts: CatalogFacts
    }

    private func read(_ plan: Data) throws -> SchemaPlan { try JSONDecoder().decode(SchemaPlan.self, from: plan) }

    private func text(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }
}
