package import RollbackCore

/// The command lines for one Compose service, as values. Compose makes containers, by its files; what is there already
/// the engine stops and starts, by its name: so neither depends on what the files say by now.
package struct ComposeCommands: Sendable {
    package let choice: ComposeChoice
    package let project: String
    package let service: String
    package let place: ComposePlace

    package init(_ choice: ComposeChoice, project: String, service: String, place: ComposePlace) {
        self.choice = choice
        self.project = project
        self.service = service
        self.place = place
    }

    package var build: Command { compose(["build", service]) }

    /// Makes what is missing, starts it, and with Docker's Compose makes anew what has changed. podman-compose also
    /// starts what this service depends on.
    package var up: Command {
        compose(["up", "--detach"] + (choice.form == .docker ? ["--no-deps"] : []) + [service])
    }

    /// Prints how podman-compose would make the container now.
    package var rehearsal: Command { compose(["up", "--detach", "--no-build", service], ["--dry-run"]) }

    /// - Parameter seconds: until a container is killed.
    package func stop(_ containers: [ContainerFacts], seconds: Double) -> Command {
        engine(["stop", "-t", String(Int(seconds.rounded(.up)))], containers)
    }
    package func start(_ containers: [ContainerFacts]) -> Command { engine(["start"], containers) }
    package func remove(_ containers: [ContainerFacts]) -> Command { engine(["rm", "--force"], containers) }
    package func logs(_ container: ContainerFacts, lines: Int) -> Command {
        engine(["logs", "--tail", String(lines)], [container])
    }

    private func engine(_ words: [String], _ containers: [ContainerFacts]) -> Command {
        Command([choice.engine] + words + containers.map(\.name))
    }

    private func compose(_ words: [String], _ more: [String] = []) -> Command {
        let directory = choice.form == .docker ? ["--project-directory", place.directory] : []
        let files = place.files.flatMap { ["--file", $0] }
        return Command(
            choice.compose + more + ["--project-name", project] + directory + files + words, in: place.current)
    }
}
