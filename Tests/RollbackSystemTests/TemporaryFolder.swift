import Foundation
import Testing

/// A folder for one test, gone after it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "lastgood-system-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    func text(_ name: String) -> String? { try? String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Returns when the condition holds; fails the test when it does not in two minutes.
func eventually(_ what: Comment, _ holds: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(120)
    while try await !holds() {
        guard ContinuousClock.now < deadline else { throw NeverCame(what: "\(what)") }
        try await Task.sleep(for: .milliseconds(2))
    }
}

struct NeverCame: Error { let what: String }
