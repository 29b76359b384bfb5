package import FoundationEssentials
import RollbackCore

/// What `docker inspect` says of one container that Compose made (Docker Engine API, ContainerInspect).
package struct ContainerFacts: Hashable, Sendable {
    package var id: String
    package var project: String
    package var service: String
    /// Where the project's files lie, absolute.
    package var directory: String
    package var files: [String]
    package var running: Bool
    /// The main process as the host numbers it; 0 when it does not run.
    package var process: Int32
    package var exitCode: Int32
    package var image: String
    /// The image's own digest; empty where the engine does not say it.
    package var imageID = ""
    /// Host directories and files mounted into it.
    package var mounts: [String]
    /// Host ports that lead to it.
    package var ports: [Int]

    package init(
        id: String, project: String, service: String, directory: String, files: [String] = [], running: Bool,
        process: Int32 = 0, exitCode: Int32 = 0, image: String = "", mounts: [String] = [], ports: [Int] = []
    ) {
        self.id = id
        self.project = project
        self.service = service
        self.directory = directory
        self.files = files
        self.running = running
        self.process = process
        self.exitCode = exitCode
        self.image = image
        self.mounts = mounts
        self.ports = ports
    }

    /// Whether the containers' code is the checkout's files themselves. If not, it is in the image, and only a
    /// rebuild brings other code.
    package func mounts(_ checkout: String) -> Bool {
        mounts.contains { Paths.contains($0, checkout) || Paths.contains(checkout, $0) }
    }

    /// The containers of an output that belong to a Compose service; those of `compose run` do not.
    package static func containers(in output: Data) throws -> [ContainerFacts] {
        try JSONText.decode([InspectedContainer].self, from: output).compactMap(\.facts)
    }
}

/// The part of the answer that is used.
private struct InspectedContainer: Decodable {
    let Id: String
    let Image: String?
    let Config: Configuration
    let State: Status
    let Mounts: [Mount]?
    let NetworkSettings: Network?

    struct Configuration: Decodable {
        let Image: String?
        let Labels: [String: String]?
    }
    struct Status: Decodable {
        let Running: Bool?
        let Pid: Int32?
        let ExitCode: Int32?
    }
    struct Mount: Decodable {
        let `Type`: String?
        let Source: String?
    }
    struct Network: Decodable {
        let Ports: [String: [Binding]?]?
    }
    struct Binding: Decodable {
        let HostPort: String?
    }

    var facts: ContainerFacts? {
        let labels = Config.Labels ?? [:]
        func label(_ name: String) -> String? { labels["com.docker.compose.\(name)"] }
        guard let project = label("project"), let service = label("service"), label("oneoff") != "True" else {
            return nil
        }
        let files = (label("project.config_files") ?? "").split(separator: ",").map(String.init)
        let ports = (NetworkSettings?.Ports ?? [:]).values.flatMap { $0 ?? [] }.compactMap {
            $0.HostPort.flatMap { Int($0) }
        }
        var facts = ContainerFacts(
            id: Id, project: project, service: service, directory: label("project.working_dir") ?? "", files: files,
            running: State.Running ?? false, process: State.Pid ?? 0, exitCode: State.ExitCode ?? 0,
            image: Config.Image ?? "", mounts: (Mounts ?? []).filter { $0.Type == "bind" }.compactMap(\.Source),
            ports: Set(ports).sorted())
        facts.imageID = Image ?? ""
        return facts
    }
}
