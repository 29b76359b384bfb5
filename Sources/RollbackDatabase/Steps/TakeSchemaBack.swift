import RollbackCore

/// Takes one database's schema back, and forward again with everything that was parked. The database itself knows
/// whether it happened: after a crash it is asked.
struct TakeSchemaBack: Step {
    let database: any SchemaDatabase
    let plan: SchemaPlan
    let run: RunID

    func observe() async throws -> Observation<SchemaEvidence> {
        guard try await database.state(of: run) == .rolledBack else { return .notApplied }
        // A number that was given before, by state that was lost, says nothing of this run.
        let found = try await database.facts()
        var wanted = plan.after
        for object in plan.residue { wanted[object] = found[object] }
        guard found == wanted else { return .notApplied }
        return .applied(try await database.rollBack(plan, run: run, dryRun: false))
    }

    func perform(_ progress: StepProgress) async throws -> SchemaEvidence {
        let evidence = try await database.rollBack(plan, run: run, dryRun: false)
        tell(evidence, progress)
        return evidence
    }

    func undo(_ output: SchemaEvidence?, _ progress: StepProgress) async throws {
        // Redone already, what follows the transaction (rules that read every row) may still have to be finished.
        guard try await database.state(of: run) != .untouched else { return }
        do {
            tell(try await database.redo(plan, run: run), progress)
        } catch Failure.database(.notParked) where output == nil {
            // Another run of this number did that.
        }
    }

    private func tell(_ evidence: SchemaEvidence, _ progress: StepProgress) {
        for line in evidence.proved { progress(.proved(line)) }
        let milliseconds = Int((evidence.locked * 1000).rounded(.up))
        progress(.proved("writers waited \(milliseconds) ms at most"))
        for warning in evidence.warnings { progress(.warning(warning)) }
    }
}
