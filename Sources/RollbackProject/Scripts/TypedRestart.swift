import RollbackCore

/// What a person types to have a service run the code that is there now.
struct TypedRestart {
    let facts: PlatformFacts

    /// In the platform's folder. Compose in the words of Docker's.
    func lines(_ service: Service) -> [String] {
        switch service.manager {
        case .systemd: [Self.systemd(service).shellText]
        case .compose: Self.compose(service).map(\.shellText)
        default: [process(service)]
        }
    }

    /// A unit of a user's own manager has it before its name: `user@1000.service/web.service`.
    static func systemd(_ service: Service) -> Command {
        let unit = service.unit ?? service.name.rawValue
        let parts = unit.split(separator: "/").map(String.init)
        guard parts.count > 1, let manager = parts.first, let name = parts.last, manager.hasPrefix("user@"),
            manager.hasSuffix(".service")
        else { return Command(["systemctl", "restart", unit]) }
        let user = manager.dropFirst("user@".count).dropLast(".service".count)
        return Command(["systemctl", "--user", "restart", name], environment: ["XDG_RUNTIME_DIR": "/run/user/\(user)"])
    }

    /// The build comes before the stop, so that nobody waits for it without a service.
    private static func compose(_ service: Service) -> [Command] {
        let name = composeName(service)
        return [["build", name], ["stop", name], ["up", "--detach", "--no-deps", name]]
            .map { Command(["docker", "compose"] + $0) }
    }

    /// podman-compose makes no container anew that exists, and removes none of a single service.
    static func podman(_ service: Service) -> [String] {
        let name = composeName(service)
        let label = "--filter label=com.docker.compose."
        return [
            Command(["podman-compose", "build", name]).shellText,
            "podman ps --all --quiet \(label)project.working_dir=\"$(pwd -P)\" \(label)service=\(Command.quoted(name))"
                + " | xargs -r podman rm --force",
            Command(["podman-compose", "up", "--detach", name]).shellText,
        ]
    }

    /// The unit of a running one names its project too.
    private static func composeName(_ service: Service) -> String {
        let unit = service.unit ?? service.name.rawValue
        return unit.split(separator: "/").last.map(String.init) ?? unit
    }

    private func process(_ service: Service) -> String {
        let stop = service.port.map { "fuser --kill --namespace tcp \($0); " } ?? ""
        guard let launch = service.launch else { return stop + "# then start it as it ran" }
        return stop + Command(launch.arguments).shellText + place(launch.directory)
    }

    /// Absolute paths of this machine mean nothing on another.
    private func place(_ directory: String) -> String {
        guard let root = facts.root, directory.hasPrefix(root + "/") else { return "" }
        return "  # in \(directory.dropFirst(root.count + 1))/"
    }
}
