import RollbackCore

/// A limit on how long something may take.
enum TimeLimit {
    /// - Parameter seconds: nil for no limit of the engine's.
    /// - Throws: `Failure.timeLimit`; the work is cancelled then, and waited for.
    static func within<Value: Sendable>(
        _ seconds: Double?, of what: String, _ clock: any TimeKeeping,
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        guard let seconds else { return try await work() }
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await clock.sleep(.seconds(seconds))
                return nil
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() ?? nil else {
                throw Failure.timeLimit(what: what, seconds: seconds)
            }
            return value
        }
    }
}
