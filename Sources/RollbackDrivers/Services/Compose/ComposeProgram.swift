package import RollbackCore
import Synchronization

/// Which container program this machine has, asked once.
package final class ComposeProgram: Sendable {
    private let processes: any ProcessRunning
    private let known = Mutex<Choice?>(nil)

    /// The words that Compose commands begin with, and the engine's own program.
    struct Choice: Hashable, Sendable {
        var compose: [String]
        var engine: String
    }
    private static let choices = [
        Choice(compose: ["docker", "compose"], engine: "docker"),
        Choice(compose: ["podman", "compose"], engine: "podman"),
        Choice(compose: ["docker-compose"], engine: "docker"),
    ]

    package init(processes: any ProcessRunning) { self.processes = processes }

    /// The first that answers.
    /// - Throws: `Failure.commandMissing` when none does.
    func choice() async throws -> Choice {
        if let known = known.withLock({ $0 }) { return known }
        for choice in Self.choices where await answers(choice) {
            known.withLock { $0 = choice }
            return choice
        }
        throw Failure.commandMissing(
            "docker compose", why: "neither docker compose, podman compose nor docker-compose answers")
    }

    private func answers(_ choice: Choice) async -> Bool {
        let result = try? await processes.run(Command(choice.compose + ["version"]), limit: .seconds(10))
        return result?.succeeded ?? false
    }
}
