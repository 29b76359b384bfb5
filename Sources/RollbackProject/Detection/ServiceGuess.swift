package import RollbackCore

/// A web framework that says how a service is probably served.
package enum Framework: String, CaseIterable, Sendable {
    case fastapi, flask, gradio

    /// Where its own server listens unless told otherwise.
    var usualPort: Int {
        switch self {
        case .fastapi: 8000
        case .flask: 5000
        case .gradio: 7860
        }
    }

    var title: String {
        switch self {
        case .fastapi: "FastAPI"
        case .flask: "Flask"
        case .gradio: "Gradio"
        }
    }
}

/// A service that a project seems to have.
package struct ServiceGuess: Hashable, Sendable {
    package var name: String
    package var title: String?
    package var framework: Framework?
    package var port: Int?
    /// The path that answers when it is well.
    package var health: String?
    package var manager = ServiceManagerKind.process
    /// Its name in Compose or systemd.
    package var unit: String?
    /// How it is started; nil when only a shell, or only what runs, can tell.
    package var start: [String]?
    /// Relative to the root; empty for the root itself.
    package var directory = ""
    /// The folder that an image or a package is built from, relative to the root; two of one folder are one service.
    package var builtFrom: String?
    package var dependsOn: [String] = []
    package var usesDatabase = false
    /// Python modules or scripts that it is started from.
    package var modules: Set<String> = []
    package var reasons: [String] = []
    /// How it was seen to run: for people, and not for a file that every clone shares.
    package var seen: String?

    package init(name: String) { self.name = Text.serviceName(name) }

    /// Takes over what the other one knows and this one does not.
    mutating func learn(from other: ServiceGuess) {
        title = title ?? other.title
        framework = framework ?? other.framework
        port = port ?? other.port
        health = health ?? other.health
        if manager == .process, start == nil { (start, directory) = (other.start, other.directory) }
        dependsOn += other.dependsOn.filter { !dependsOn.contains($0) }
        usesDatabase = usesDatabase || other.usesDatabase
        modules.formUnion(other.modules)
        seen = seen ?? other.seen
        reasons += other.reasons.filter { !reasons.contains($0) }
    }

    var guess: ProjectGuess {
        let facts = [
            framework?.title, port.map { "port \($0)" }, manager == .process ? nil : "run by \(manager)",
            health.map { "answers at \($0)" }, start.map { "starts with \(Command($0).shellText)" },
            dependsOn.isEmpty ? nil : "needs " + dependsOn.joined(separator: ", "),
        ]
        return ProjectGuess(
            .service, name, facts: facts.compactMap(\.self), reasons: reasons + (seen.map { [$0] } ?? []))
    }
}
