import FoundationEssentials
import RollbackCore
import TOMLKit

/// What a host's own files say: railway.toml, railway.json, render.yaml.
struct HostServices {
    private(set) var services: [ServiceGuess] = []
    private(set) var hosts: [HostGuess] = []
    private(set) var externals: [ExternalGuess] = []
    private(set) var notes: [ProjectGuess] = []
    private let names: EnvironmentNames

    init(_ files: any ProjectFiles, _ names: EnvironmentNames) {
        self.names = names
        for file in files.named("railway.toml", "railway.json") { railway(file, files.text(file) ?? "") }
        for file in files.named("render.yaml", "render.yml") { render(file, files.text(file) ?? "") }
    }

    private struct RailwayFile: Decodable {
        struct Deploy: Decodable {
            var startCommand: String?
            var healthcheckPath: String?
        }
        var deploy: Deploy?
    }

    private mutating func railway(_ file: String, _ text: String) {
        addHost(HostGuess(name: "Railway", dashboard: "https://railway.com/dashboard", reasons: ["\(file) is there"]))
        do {
            let read =
                file.hasSuffix(".toml")
                ? try TOMLDecoder().decode(RailwayFile.self, from: text)
                : try JSONDecoder().decode(RailwayFile.self, from: Data(text.utf8))
            guard let deploy = read.deploy, let command = deploy.startCommand else { return }
            let folder = ProjectPath.folder(file)
            var guess = service(ProjectPath.name(folder.isEmpty ? "web" : folder), command, in: folder)
            guess.health = deploy.healthcheckPath
            guess.reasons = ["\(file) starts it"]
            services.append(guess)
        } catch {
            notes.append(ProjectGuess(.note, file, reasons: ["it cannot be read: \(error)"]))
        }
    }

    private mutating func render(_ file: String, _ text: String) {
        addHost(HostGuess(name: "Render", dashboard: "https://dashboard.render.com", reasons: ["\(file) is there"]))
        do {
            let read = try YAMLValue.read(text)
            for service in read?["services"]?.items ?? [] { render(service, file) }
            for database in read?["databases"]?.items ?? [] {
                let reason = "\(file) names the database \(database["name"]?.text ?? "")"
                externals.append(ExternalGuess("database", title: database["name"]?.text, reasons: [reason]))
            }
        } catch {
            notes.append(ProjectGuess(.note, file, reasons: ["it cannot be read as YAML: \(error)"]))
        }
    }

    private mutating func render(_ found: YAMLValue, _ file: String) {
        let type = found["type"]?.text ?? "web"
        guard ["web", "worker", "pserv"].contains(type), let name = found["name"]?.text else { return }
        let folder = found["rootDir"]?.text.flatMap { ProjectPath.joined("", $0) } ?? ""
        var guess = service(name, found["startCommand"]?.text ?? found["dockerCommand"]?.text ?? "", in: folder)
        guess.health = found["healthCheckPath"]?.text
        guess.reasons = ["\(file) describes it as \(type)"]
        services.append(guess)
    }

    private func service(_ name: String, _ command: String, in folder: String) -> ServiceGuess {
        let start = StartLine(command, names)
        var guess = ServiceGuess(name: name)
        (guess.start, guess.port, guess.directory) = (start.words, start.port, folder)
        guess.modules = start.modules
        return guess
    }

    private mutating func addHost(_ host: HostGuess) {
        if !hosts.contains(where: { $0.name == host.name }) { hosts.append(host) }
    }
}
