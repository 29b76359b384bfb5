import FoundationEssentials
import RollbackCore
import RollbackFiles

/// How one service's containers come to run what the files say now.
struct ComposeStart {
    let processes: any ProcessRunning
    let engine: ComposeEngine
    let commands: ComposeCommands
    let service: Service
    /// What there is of it.
    let containers: [ContainerFacts]
    let checkout: String

    /// What is left to do for the start once everything that takes long is done.
    enum Way: Sendable {
        /// The containers are as they would be made now.
        case start
        /// They are made, or made anew where that is needed.
        case make
    }

    /// Whether an image may hold some of the code. Where all of the checkout is mounted none is built: builds ask
    /// registries, which may be what is down.
    var builds: Bool { containers.isEmpty || !containers.allSatisfy { $0.mountsAll(of: checkout) } }

    /// Builds what is to be built, and finds out what will have to be made anew.
    func prepare(_ progress: StepProgress) async throws -> Way {
        if builds { try await build(progress) }
        guard commands.choice.form == .podman, !containers.isEmpty else { return .make }
        return await areCurrent() ? .start : .make
    }

    /// - Throws: `Failure.cannotStart`.
    func perform(_ way: Way) async throws {
        if case .start = way { return try await require(commands.start(containers), .seconds(service.limits.ready)) }
        if commands.choice.form == .podman, !containers.isEmpty {
            try await require(commands.remove(containers), .seconds(service.limits.stop + 20))
        }
        let result = try await processes.run(commands.up, limit: .seconds(service.limits.ready + 60))
        try await judge(result)
    }

    private func build(_ progress: StepProgress) async throws {
        progress(.doing("building the image of \(service.name), where it has one of its own"))
        let result = try await processes.run(commands.build, limit: .seconds(1800))
        guard !result.succeeded || commands.choice.form == .podman && Self.tellsOfFailure(result) else { return }
        let why = "\(commands.build.shellText): \(Self.said(result))"
        guard !containers.isEmpty, containers.allSatisfy({ $0.mounts(checkout) }) else {
            throw Failure.cannotStart(service: service.name, why: why)
        }
        progress(.warning("\(service.name) goes on with the image that it has: \(why)"))
    }

    private func areCurrent() async -> Bool {
        guard let result = try? await processes.run(commands.rehearsal, limit: .seconds(20)), result.succeeded else {
            return false
        }
        for container in containers {
            guard let image = await engine.image(container.image) else { return false }
            let settings = ComposeSettings(container) { path in
                (try? FileCall.read(path)).flatMap(\.self).map { String(decoding: $0, as: UTF8.self) }
            }
            let current = settings.areCurrent(
                rehearsal: result.text, imageID: image.Id, imageEnvironment: image.Config?.Env ?? [])
            guard current else { return false }
        }
        return true
    }

    /// By what is there: podman-compose says 0 to everything.
    private func judge(_ result: CommandResult) async throws {
        let why = "\(commands.up.shellText): \(Self.said(result))"
        let now = try await engine.containers(of: commands.service).filter { $0.project == commands.project }
        guard result.succeeded, !now.isEmpty, !now.contains(where: \.neverRan) else {
            throw Failure.cannotStart(service: service.name, why: why)
        }
    }

    private func require(_ command: Command, _ limit: Duration) async throws {
        let result = try await processes.run(command, limit: limit)
        guard !result.succeeded else { return }
        throw Failure.cannotStart(service: service.name, why: "\(command.shellText): \(Self.said(result))")
    }

    /// podman-compose prints each command's own status.
    private static func tellsOfFailure(_ result: CommandResult) -> Bool {
        (result.text + "\n" + result.errorText).split(whereSeparator: \.isNewline)
            .contains { $0.hasPrefix("exit code: ") && $0 != "exit code: 0" }
    }

    private static func said(_ result: CommandResult) -> String {
        let lines = (result.text + "\n" + result.errorText).split(whereSeparator: \.isNewline)
        let telling = lines.last { $0.hasPrefix("Error") || $0.hasPrefix("error") }
        return (telling ?? lines.last { !$0.hasPrefix("exit code: ") }).map(String.init) ?? "it said nothing"
    }
}
