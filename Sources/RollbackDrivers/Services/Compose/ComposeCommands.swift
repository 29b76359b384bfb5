package import RollbackCore

/// The command lines for one Compose service, as values.
package struct ComposeCommands: Sendable {
    /// `docker compose`.
    package let program: [String]
    package let project: String
    package let service: String
    /// Where the project's files lie; nil: Compose looks for the project by its name.
    package let directory: String?
    package let files: [String]

    package init(program: [String], project: String, service: String, directory: String?, files: [String]) {
        self.program = program
        self.project = project
        self.service = service
        self.directory = directory
        self.files = files
    }

    /// - Parameter seconds: until the container is killed.
    package func stop(seconds: Double) -> Command {
        compose(["stop", "--timeout", String(Int(seconds.rounded(.up))), service])
    }
    package var start: Command { compose(["start", service]) }
    package func restart(seconds: Double) -> Command {
        compose(["restart", "--timeout", String(Int(seconds.rounded(.up))), service])
    }
    /// Makes the container anew where its settings have changed, and the image too when its code is inside.
    package func up(building: Bool) -> Command {
        compose(["up", "--detach", "--no-deps"] + (building ? ["--build"] : []) + [service])
    }
    package func logs(lines: Int) -> Command {
        compose(["logs", "--no-color", "--no-log-prefix", "--tail", String(lines), service])
    }

    private func compose(_ words: [String]) -> Command {
        let name = ["--project-name", project]
        let place = directory.map { ["--project-directory", $0] } ?? []
        return Command(program + name + place + files.flatMap { ["--file", $0] } + words, in: directory)
    }
}
