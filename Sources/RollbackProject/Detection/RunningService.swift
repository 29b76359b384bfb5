package import RollbackCore

/// A service that runs on this machine now.
package struct RunningService: Sendable {
    package var service: Service
    package var arguments: [String]
    /// Absolute.
    package var directory: String
    /// How it was found.
    package var why: String

    package init(service: Service, arguments: [String], directory: String, why: String) {
        self.service = service
        self.arguments = arguments
        self.directory = directory
        self.why = why
    }

    /// - Parameter root: the platform's root; what lies below it is named from there.
    func guess(root: String) -> ServiceGuess {
        var guess = ServiceGuess(name: service.name.rawValue)
        guess.port = service.port
        guess.manager = service.manager
        guess.unit = unit
        guess.modules = StartLine(arguments.joined(separator: " "), EnvironmentNames(names: [])).modules
        guess.reasons = ["it was seen to run"]
        guess.seen = why
        guard service.manager == .process, let directory = relative(directory, to: root) else { return guess }
        if arguments.isEmpty || arguments.contains(where: Self.mayBeSecret) {
            guess.reasons.append("its command line may hold a secret, so it is not written down")
        } else {
            guess.start = arguments.map { directory.isEmpty ? relative($0, to: root) ?? $0 : $0 }
            guess.directory = directory
        }
        return guess
    }

    /// A Compose project is called after its folder, which is another one on the next machine.
    private var unit: String? {
        guard service.manager == .compose, let unit = service.unit else { return service.unit }
        return unit.split(separator: "/").last.map(String.init)
    }

    private func relative(_ path: String, to root: String) -> String? {
        if path == root { return "" }
        return path.hasPrefix(root + "/") ? String(path.dropFirst(root.count + 1)) : nil
    }

    private static func mayBeSecret(_ argument: String) -> Bool {
        let upper = argument.uppercased()
        let signs = ["KEY", "SECRET", "TOKEN", "PASSWORD", "PASSWD", "CREDENTIAL", "AUTH"]
        return signs.contains(where: upper.contains) || argument.contains("://") && argument.contains("@")
    }
}
