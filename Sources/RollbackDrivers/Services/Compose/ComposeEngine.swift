package import RollbackCore

/// What the container engine knows of the containers that Compose made.
package struct ComposeEngine: Sendable {
    private let processes: any ProcessRunning
    /// `docker` or `podman`.
    private let program: String

    package init(processes: any ProcessRunning, program: String) {
        self.processes = processes
        self.program = program
    }

    /// All of them, running or not; those of one service when it is given.
    /// - Throws: `Failure.commandFailed` when the engine does not answer.
    package func containers(of service: String? = nil) async throws -> [ContainerFacts] {
        let label = "label=com.docker.compose.service" + (service.map { "=\($0)" } ?? "")
        let list = Command([program, "ps", "--all", "--quiet", "--no-trunc", "--filter", label])
        let ids = try await processes.require(list, limit: .seconds(10)).text.split(whereSeparator: \.isNewline)
        guard !ids.isEmpty else { return [] }
        let inspect = Command([program, "inspect", "--type", "container", "--"] + ids.map(String.init))
        let result = try await processes.require(inspect, limit: .seconds(10))
        return try ContainerFacts.containers(in: result.output)
    }
}
