package import RollbackCore

extension Preemption {
    private static let pause = Duration.milliseconds(100)

    /// Performs background work until it is done, or until a rollback asks for the platform: it is cancelled then.
    /// - Returns: whether it came to its end.
    package static func unlessWanted(
        _ state: StateDirectory, _ clock: any TimeKeeping, _ work: @escaping @Sendable () async throws -> Void
    ) async throws -> Bool {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await work()
                return true
            }
            group.addTask {
                while !isRequested(state) { try await clock.sleep(pause) }
                return false
            }
            defer { group.cancelAll() }
            return try await group.next() ?? true
        }
    }
}
