package import RollbackCore

/// The part of a configuration that decides what a rollback does: the input of the configuration's digest, so that
/// a plan is stale when one of these has changed, and not when a telephone number or a retention time has.
package struct PlanRelevantConfiguration: Hashable, Codable, Sendable {
    package var services: [Service]
    package var checks: [Check]
    package var cachePatterns: [String]
    package var criticalFiles: [String]
    package var hooks: [Hook]
    package var fast: FastProcedure
    package var code: CodeSettings
    package var backupBeforeRollback: Bool
    package var verifyAfterRollback: Bool
}

extension PlatformConfiguration {
    /// Equal values encode to equal bytes with `JSONText`. Titles are words for people and left out.
    package var planRelevant: PlanRelevantConfiguration {
        PlanRelevantConfiguration(
            services: services.map { service in
                var service = service
                service.title = nil
                return service
            },
            checks: checks, cachePatterns: cachePatterns, criticalFiles: criticalFiles, hooks: hooks, fast: fast,
            code: code,
            backupBeforeRollback: settings.backupBeforeRollback, verifyAfterRollback: settings.verifyAfterRollback)
    }
}
