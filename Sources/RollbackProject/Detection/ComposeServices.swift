import RollbackCore

/// The services of a Compose file.
struct ComposeServices {
    private(set) var services: [ServiceGuess] = []
    private(set) var externals: [ExternalGuess] = []
    private(set) var notes: [ProjectGuess] = []
    private let names: EnvironmentNames

    /// In the order in which Compose looks for them.
    private static let files = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"]
    /// Images that hold data: a rollback never restarts them.
    private static let stores = [
        "postgres", "postgis", "pgvector", "timescale", "mysql", "mariadb", "mongo", "redis", "valkey", "rabbitmq",
        "memcached", "elasticsearch", "opensearch", "minio", "kafka", "clickhouse", "supabase", "meilisearch",
    ]

    init(_ files: any ProjectFiles, _ names: EnvironmentNames) {
        self.names = names
        guard let file = Self.files.first(where: files.contains), let text = files.text(file) else { return }
        do {
            for (name, service) in try YAMLValue.read(text)?["services"]?.members ?? [] { read(name, service, file) }
        } catch {
            notes = [ProjectGuess(.note, file, reasons: ["it cannot be read as YAML: \(error)"])]
        }
    }

    private mutating func read(_ name: String, _ service: YAMLValue, _ file: String) {
        let place = service.line.map { "\(file):\($0)" } ?? file
        let image = service["image"]?.text ?? ""
        if service["build"] == nil, let store = Self.stores.first(where: image.contains) {
            externals.append(
                ExternalGuess(
                    Text.serviceName(name), title: image,
                    reasons: ["\(place) runs \(store), which holds data: no rollback restarts it"]))
            return
        }
        guard service["profiles"] == nil else {
            notes.append(
                ProjectGuess(.note, name, reasons: ["\(place) starts it only with a profile, so it is left out"]))
            return
        }
        services.append(guess(name, service, place))
    }

    private func guess(_ name: String, _ service: YAMLValue, _ place: String) -> ServiceGuess {
        var guess = ServiceGuess(name: name)
        guess.manager = .compose
        guess.unit = name
        guess.port = service["ports"]?.items.lazy.compactMap(published).first
        guess.health = health(service["healthcheck"]?["test"])
        guess.dependsOn = service["depends_on"]?.names.map { Text.serviceName($0) } ?? []
        guess.builtFrom = context(service["build"])
        guess.modules = StartLine(service["command"]?.words.joined(separator: " ") ?? "", names).modules
        guess.reasons = ["\(place) describes it, so Compose runs it"]
        return guess
    }

    /// The folder that the image is built from.
    private func context(_ build: YAMLValue?) -> String? {
        (build?.text ?? build?["context"]?.text).flatMap { ProjectPath.joined("", $0) }
    }

    /// The host's port: `8000:80`, `127.0.0.1:8000:80/tcp`, or `published: 8000`.
    private func published(_ port: YAMLValue) -> Int? {
        if let published = port["published"]?.text { return Text.port(names.expanded(published)) }
        guard let text = port.text else { return nil }
        let parts = names.expanded(text).split(separator: "/").first?.split(separator: ":") ?? []
        return parts.count < 2 ? nil : Text.port(parts[parts.count - 2])
    }

    /// The path that a health check requests on the service's own host.
    private func health(_ test: YAMLValue?) -> String? {
        let words = test?.words.flatMap { $0.split(separator: " ") } ?? []
        for word in words {
            let bare = Text.unquoted(word)
            guard let scheme = ["http://localhost", "http://127.0.0.1"].first(where: bare.hasPrefix) else { continue }
            let rest = bare.dropFirst(scheme.count).drop { $0 == ":" || $0.isNumber }
            let path = rest.prefix { !"\"'|;)".contains($0) }
            return path.hasPrefix("/") ? String(path) : "/"
        }
        return nil
    }
}
