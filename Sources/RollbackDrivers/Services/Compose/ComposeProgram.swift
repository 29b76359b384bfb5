package import RollbackCore
import Synchronization

/// Which container program this machine has, asked once.
package final class ComposeProgram: Sendable {
    private let processes: any ProcessRunning
    private let known = Mutex<ComposeChoice?>(nil)

    private static let choices = [
        ComposeChoice(compose: ["docker", "compose"], engine: "docker"),
        ComposeChoice(compose: ["podman", "compose"], engine: "podman"),
        ComposeChoice(compose: ["docker-compose"], engine: "docker"),
        ComposeChoice(compose: ["podman-compose"], engine: "podman"),
    ]

    package init(processes: any ProcessRunning) { self.processes = processes }

    /// The first that answers.
    /// - Throws: `Failure.commandMissing` when none does.
    func choice() async throws -> ComposeChoice {
        if let known = known.withLock({ $0 }) { return known }
        for choice in Self.choices {
            guard let answer = await answer(choice) else { continue }
            let found = choice.knowing(version: answer)
            known.withLock { $0 = found }
            return found
        }
        throw Failure.commandMissing(
            "docker compose",
            why: "neither docker compose, podman compose, docker-compose nor podman-compose answers")
    }

    private func answer(_ choice: ComposeChoice) async -> String? {
        let result = try? await processes.run(Command(choice.compose + ["version"]), limit: .seconds(10))
        return result.flatMap { $0.succeeded ? $0.text + $0.errorText : nil }
    }
}

/// The words that Compose commands begin with, and the engine's own program.
package struct ComposeChoice: Hashable, Sendable {
    package var compose: [String]
    /// `docker` or `podman`.
    package var engine: String
    package var form: Form

    /// Programs of the same purpose that take different options.
    package enum Form: Hashable, Sendable {
        /// Docker's own. Makes a container anew where its settings or its image have changed.
        case docker
        /// The Python program podman-compose. Of version 1.0.3, which Debian 12 has: it never makes a container anew that
        /// exists, `--force-recreate` takes the services down that this one depends on, and it exits with 0 whatever
        /// Podman said, so that what it did is judged by the containers.
        case podman
    }

    package init(compose: [String], engine: String, form: Form = .docker) {
        self.compose = compose
        self.engine = engine
        self.form = form
    }

    /// `podman compose` hands on to docker-compose or to podman-compose, which names itself; 1.0.3 as `podman-composer`.
    func knowing(version: String) -> ComposeChoice {
        var known = self
        known.form = version.contains("podman-compose") ? .podman : .docker
        return known
    }
}
