package import RollbackCore

extension PostgresSchema {
    package func redo(_ plan: SchemaPlan, run: RunID) async throws -> SchemaEvidence {
        var evidence: SchemaEvidence
        if let earlier = try await self.evidence(.forth, run) {
            evidence = earlier
        } else {
            let change = SchemaChanging(database: self, change: .forth, run: run)
            evidence = try await change.perform { [platform] session, _ in
                let own = OwnTables(session: session, platform: platform)
                return try RedoAttempt(session: session, plan: plan, run: run, own: own).perform()
            }
        }
        evidence.warnings += try await RedoFinish(database: self, run: run).perform()
        if try await facts().digest != plan.before {
            evidence.warnings.append("the catalog is not in every detail what it was before the rollback")
        } else {
            evidence.proved.append("catalog equals the one before the rollback")
        }
        return evidence
    }
}
