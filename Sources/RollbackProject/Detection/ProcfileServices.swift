/// The lines of a Procfile: `name: command`.
struct ProcfileServices {
    let services: [ServiceGuess]
    /// The command that a host runs before each release.
    let release: String?

    init(_ files: any ProjectFiles, _ names: EnvironmentNames) {
        var (services, release): ([ServiceGuess], String?) = ([], nil)
        for (number, line) in Text.lines(files.text("Procfile") ?? "").enumerated() {
            let trimmed = Text.trimmed(line)
            guard !trimmed.hasPrefix("#"), let colon = trimmed.firstIndex(of: ":") else { continue }
            let (name, command) = (trimmed[..<colon], Text.trimmed(trimmed[trimmed.index(after: colon)...]))
            guard !name.isEmpty, !command.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || "-_".contains($0) })
            else { continue }
            if name == "release" {
                release = command
            } else {
                services.append(Self.service(String(name), command, number + 1, names))
            }
        }
        self.services = services
        self.release = release
    }

    private static func service(_ name: String, _ command: String, _ line: Int, _ names: EnvironmentNames)
        -> ServiceGuess
    {
        let start = StartLine(command, names)
        var guess = ServiceGuess(name: name)
        guess.start = start.words
        guess.port = start.port ?? names.ports["\(name.uppercased())_PORT"]
        guess.modules = start.modules
        guess.reasons = ["Procfile:\(line) starts it"]
        if start.words == nil {
            guess.reasons.append("its line in Procfile needs a shell, so it is restarted as it runs")
        }
        return guess
    }
}
