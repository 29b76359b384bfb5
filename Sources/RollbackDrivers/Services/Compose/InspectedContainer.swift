import RollbackCore

/// The part of `docker inspect`'s answer that is used; `podman inspect` gives the same, and more.
struct InspectedContainer: Decodable {
    let Id: String
    let Name: String?
    /// The image's id; Docker writes `sha256:` before it.
    let Image: String?
    let Config: Configuration
    let State: Status
    let Mounts: [Mount]?
    let NetworkSettings: Network?
    let HostConfig: Host?

    struct Configuration: Decodable {
        let Image: String?
        let Labels: [String: String]?
        let Env: [String]?
        let CreateCommand: [String]?
    }
    struct Status: Decodable {
        let Status: String?
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
    struct Host: Decodable {
        let PortBindings: [String: [Binding]?]?
        let RestartPolicy: Policy?
    }
    struct Policy: Decodable {
        let Name: String?
    }
    struct Binding: Decodable {
        let HostPort: String?
    }

    /// Nil for a container that belongs to no Compose service.
    var facts: ContainerFacts? {
        let labels = Config.Labels ?? [:]
        func label(_ name: String) -> String? { labels["com.docker.compose.\(name)"] }
        guard let project = label("project"), let service = label("service"), label("oneoff") != "True" else {
            return nil
        }
        let files = (label("project.config_files") ?? "").split(separator: ",").map(String.init)
        let name = Name.map { $0.hasPrefix("/") ? String($0.dropFirst()) : $0 }
        return ContainerFacts(
            id: Id, name: name, project: project, service: service, directory: label("project.working_dir") ?? "",
            files: files, running: State.Running ?? false, status: State.Status ?? "", process: State.Pid ?? 0,
            exitCode: State.ExitCode ?? 0, image: Config.Image ?? "", imageID: Image ?? "",
            creation: Config.CreateCommand ?? [], environment: Config.Env ?? [], revived: isRevived,
            mounts: (Mounts ?? []).filter { $0.Type == "bind" }.compactMap(\.Source), bindings: bindings)
    }

    private var isRevived: Bool {
        ["always", "unless-stopped", "on-failure"].contains(HostConfig?.RestartPolicy?.Name ?? "")
    }

    /// As they are now; of a container that does not run, as they will be.
    private var bindings: [Int: Int] {
        let now = Self.bindings(NetworkSettings?.Ports ?? [:])
        return now.isEmpty ? Self.bindings(HostConfig?.PortBindings ?? [:]) : now
    }

    private static func bindings(_ ports: [String: [Binding]?]) -> [Int: Int] {
        var found: [Int: Int] = [:]
        for (inside, bindings) in ports where !inside.hasSuffix("/udp") {
            guard let own = inside.split(separator: "/").first.flatMap({ Int($0) }) else { continue }
            for host in (bindings ?? []).compactMap({ $0.HostPort.flatMap { Int($0) } }) where host > 0 {
                found[host] = own
            }
        }
        return found
    }
}
