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

    /// The image that a name stands for now; nil when there is none.
    func image(_ name: String) async -> ImageFacts? {
        let inspect = Command([program, "inspect", "--type", "image", "--", name])
        guard let result = try? await processes.require(inspect, limit: .seconds(10)) else { return nil }
        return try? JSONText.decode([ImageFacts].self, from: result.output).first
    }
}

/// What `podman inspect` says of one image.
struct ImageFacts: Decodable {
    let Id: String
    let Config: Configuration?

    struct Configuration: Decodable {
        let Env: [String]?
    }
}
