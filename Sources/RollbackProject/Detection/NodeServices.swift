import FoundationEssentials
import RollbackCore

/// Services that a `package.json` starts.
struct NodeServices {
    let services: [ServiceGuess]

    private struct Package: Decodable {
        var name: String?
        var main: String?
        var scripts: [String: String]?
        var dependencies: [String: String]?
    }

    /// Programs of a start script that serve people, and not a developer's screen.
    private static let programs: Set = [
        "node", "next", "nest", "fastify", "tsx", "ts-node", "bun", "deno", "nuxt", "remix-serve",
    ]
    private static let usualPorts = ["next": 3000, "nuxt": 3000, "@nestjs/core": 3000]

    init(_ files: any ProjectFiles, _ names: EnvironmentNames) {
        services = files.named("package.json").compactMap { Self.service($0, files, names) }
    }

    private static func service(_ file: String, _ files: any ProjectFiles, _ names: EnvironmentNames) -> ServiceGuess? {
        guard let text = files.text(file), let package = try? JSONDecoder().decode(Package.self, from: Data(text.utf8)),
            let script = package.scripts?["start"]
        else { return nil }
        let line = StartLine(script, names)
        guard let program = script.split(separator: " ").first(where: { !$0.contains("=") && $0 != "cross-env" }),
            programs.contains(ProjectPath.name(String(program)))
        else { return nil }
        let folder = ProjectPath.folder(file)
        var guess = ServiceGuess(name: name(package.name, folder))
        (guess.directory, guess.builtFrom) = (folder, folder)
        guess.start = line.words.map { $0.first == "node" ? $0 : ["npm", "run", "start"] }
        let source = main(line.words ?? [], package.main, folder, files)
        guess.port =
            line.port ?? source.flatMap(port) ?? usualPorts.first { package.dependencies?[$0.key] != nil }?.value
        guess.health = source.flatMap(health)
        guess.reasons = ["\(file) starts it with \(script)"]
        return guess
    }

    /// `@shop/api` is the api.
    private static func name(_ package: String?, _ folder: String) -> String {
        let named = package?.split(separator: "/").last.map(String.init)
        return named ?? (folder.isEmpty ? "web" : ProjectPath.name(folder))
    }

    private static func main(
        _ words: [String], _ main: String?, _ folder: String, _ files: any ProjectFiles
    ) -> String? {
        let scripts = words.dropFirst().filter { !$0.hasPrefix("-") } + [main].compactMap(\.self)
        return scripts.lazy.compactMap { ProjectPath.joined(folder, $0) }
            .compactMap { files.text($0) ?? files.text("\($0).js") }.first
    }

    /// `listen(process.env.PORT || 3000)`, `const port = 3000`.
    private static func port(_ source: String) -> Int? {
        let lines = Text.lines(source).filter { !$0.drop(while: \.isWhitespace).hasPrefix("//") }
        let telling = lines.filter { $0.contains("listen(") } + lines.filter { $0.lowercased().contains("port") }
        return telling.lazy.compactMap { Text.lastPort(in: $0) }.first
    }

    private static func health(_ source: String) -> String? {
        ["/health", "/healthz", "/api/health"].first { path in
            ["\"", "'", "`"].contains { source.contains("\($0)\(path)\($0)") }
        }
    }
}
