import RollbackCore

/// Whether a container that podman-compose made is still what it would make now. Podman keeps the command that made a
/// container, and podman-compose prints the one that it would use.
package struct ComposeSettings {
    private let container: ContainerFacts
    /// Reads a file of variables; nil when it is not there.
    private let read: (String) -> String?

    package init(_ container: ContainerFacts, read: @escaping (String) -> String?) {
        self.container = container
        self.read = read
    }

    /// - Parameters:
    ///   - rehearsal: what `podman-compose --dry-run up` printed.
    ///   - imageID: of what the image's name stands for now.
    /// - Returns: false also where it cannot be told: made anew, a container is right in any case.
    package func areCurrent(rehearsal: String, imageID: String, imageEnvironment: [String]) -> Bool {
        let made = asRun.joined(separator: " ")
        return !asRun.isEmpty && "\n\(rehearsal)\n".contains("\n\(made)\n") && imageID == container.imageID
            && fileVariablesAreCurrent(imageEnvironment)
    }

    /// `podman-compose up` in the foreground creates and then starts what it otherwise runs.
    private var asRun: [String] {
        let words = container.creation
        guard words.count > 3, words[1] == "create" else { return words }
        return [words[0], "run", words[2], "-d"] + words[3...]
    }

    /// The command names files of variables, and Podman read them when it made the container.
    private func fileVariablesAreCurrent(_ imageEnvironment: [String]) -> Bool {
        let files = values(of: "--env-file")
        guard !files.isEmpty else { return true }
        var wanted: [String: String] = [:]
        for file in files {
            guard let text = read(file) else { return false }
            wanted.merge(Self.variables(text.split(separator: "\n").map(String.init))) { $1 }
        }
        wanted.merge(Self.variables(values(of: "-e"))) { $1 }
        let has = Self.variables(container.environment)
        let own: Set = ["PATH", "TERM", "HOSTNAME", "HOME", "container"]
        let known = own.union(wanted.keys).union(Self.variables(imageEnvironment).keys)
        return wanted.allSatisfy { has[$0.key] == $0.value } && known.isSuperset(of: has.keys)
    }

    private func values(of option: String) -> [String] {
        zip(container.creation, container.creation.dropFirst()).filter { $0.0 == option }.map(\.1)
    }

    /// As Podman reads them: quotes belong to the value.
    private static func variables(_ lines: [String]) -> [String: String] {
        var found: [String: String] = [:]
        for line in lines.map({ $0.drop(while: \.isWhitespace) }) where !line.hasPrefix("#") {
            guard let sign = line.firstIndex(of: "=") else { continue }
            found[String(line[..<sign])] = String(line[line.index(after: sign)...])
        }
        return found
    }
}
