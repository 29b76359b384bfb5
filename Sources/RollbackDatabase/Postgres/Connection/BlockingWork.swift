import Dispatch

/// Work that waits for a server, on a thread of its own: no thread of Swift's tasks blocks.
enum BlockingWork {
    static func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withUnsafeThrowingContinuation { continuation in
            DispatchQueue(label: "database").async { continuation.resume(with: Result { try work() }) }
        }
    }
}
