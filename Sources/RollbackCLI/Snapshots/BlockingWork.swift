import Dispatch

/// Work that waits for disks and other processes. The threads of Swift's tasks are few and never block.
enum BlockingWork {
    static func run<Answer: Sendable>(_ work: @escaping @Sendable () throws -> Answer) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "snapshots").async { continuation.resume(with: Result { try work() }) }
        }
    }
}
