import Foundation

/// How long a test waits for something before it fails. Long beside what it takes on an idle machine: a busy one must
/// not make a test fail.
let patience: TimeInterval = 60

/// Waits for a condition by asking, never by waiting a fixed time.
/// - Returns: false when the limit passed first.
func eventually(
    within limit: TimeInterval = patience, _ condition: () async throws -> Bool
) async throws -> Bool {
    let end = ProcessInfo.processInfo.systemUptime + limit
    while try await !condition() {
        if ProcessInfo.processInfo.systemUptime > end { return false }
        try await Task.sleep(nanoseconds: 10_000_000)
    }
    return true
}

/// Lets a few platforms live at the same time: each runs several processes.
actor Turnstile {
    static let platforms = Turnstile(places: 3)
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(places: Int) { free = places }

    func enter() async {
        guard free == 0 else { return free -= 1 }
        await withCheckedContinuation { waiting.append($0) }
    }

    func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
