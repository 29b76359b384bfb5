package import RollbackCore

extension Preemption {
    private static let pause = Duration.milliseconds(100)

    /// Performs background work until it is done, or until a rollback asks for the platform: it is cancelled then.
    /// - Returns: what the work came to; nil when it gave way.
    package static func unlessWanted<Value: Sendable>(
        _ state: StateDirectory, _ clock: any TimeKeeping, _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value? {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                while !isRequested(state) { try await clock.sleep(pause) }
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }
}
