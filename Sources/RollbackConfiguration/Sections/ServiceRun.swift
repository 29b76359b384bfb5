import RollbackCore

/// The keys of a service that say how it is run.
enum RunKeys {
    static let manager = Key(
        "manager", .choice(["process", "systemd", "compose"]), fallback: "`process`",
        "What stops and starts it: lastgood itself, systemd or Compose.")
    static let unit = Key(
        "unit",
        .word("the name of a unit", pattern: #"^[A-Za-z0-9:_.\\@][A-Za-z0-9:_.\\@-]{0,254}$"#, where: Words.isUnit),
        fallback: "`NAME.service` for systemd, `NAME` for Compose",
        "Its name within systemd or Compose.")
    static let start = Key(
        "start", .command,
        """
        The command that starts it and stays in the foreground. A string is split at blanks, with quotes as in a \
        shell; there are no variables, pipes or patterns.
        """)
    static let directory = Key("directory", .path, fallback: "the platform's root", "Where the command runs.")
    static let environment = Key(
        "environment", .variables,
        "Variables set over what it ran with. Secrets are never written here, but [referred to](#secrets).")
    static let environmentFile = Key("environment_file", .file, "A file of `NAME=value` lines, read at each start.")
    static let logFile = Key(
        "log_file", .file, fallback: "a file in lastgood's state", "Where its output is appended.")
    static let all: [any AnyKey] = [manager, unit, start] + processOnly
    /// Keys that say something only beside `start`.
    static let processOnly: [any AnyKey] = [directory, environment, environmentFile, logFile]
}

/// How a service is run, as its section says.
struct ServiceRun: Sendable {
    let manager: ServiceManagerKind
    let unit: String?
    let start: [String]?
    let directory: String?
    let environment: [String: VariableValue]
    let environmentFile: String?
    let logFile: String?

    init(_ reader: SectionReader) {
        manager = reader.value(RunKeys.manager).map(ServiceManagerKind.init(rawValue:)) ?? .process
        unit = reader.value(RunKeys.unit)
        start = reader.value(RunKeys.start)
        directory = reader.value(RunKeys.directory)
        environment = reader.value(RunKeys.environment) ?? [:]
        environmentFile = reader.value(RunKeys.environmentFile)
        logFile = reader.value(RunKeys.logFile)
        checkTogether(reader)
    }

    private func checkTogether(_ reader: SectionReader) {
        if manager == .process, let place = reader.has(RunKeys.unit) {
            reader.findings.problem(place, #"a unit needs "manager": "systemd" or "compose" beside it"#)
        }
        let started = reader.has(RunKeys.start) != nil
        for key in RunKeys.processOnly where !started || manager != .process {
            guard let place = reader.has(key) else { continue }
            reader.findings.note(
                place, #"has no effect: it belongs to a service with "start" that lastgood itself runs"#)
        }
        if manager != .process, let place = reader.has(RunKeys.start) {
            reader.findings.note(place, "has no effect: \(manager) starts the service")
        }
    }

    /// Nil when only what runs now can tell, or another manager starts it.
    /// - Parameter home: where the release's own files are.
    func launch(root: String, home: String) -> LaunchSpecification? {
        guard let start, manager == .process else { return nil }
        return LaunchSpecification(
            arguments: start, directory: Self.absolute(directory ?? "", home), environment: plain,
            secrets: secrets(root),
            environmentFile: environmentFile.map { Self.absolute($0, home) },
            logFile: logFile.map { Self.absolute($0, root) })
    }

    private var plain: [String: String] {
        environment.compactMapValues {
            guard case .plain(let text) = $0 else { return nil }
            return text
        }
    }

    private func secrets(_ root: String) -> [String: SecretReference] {
        environment.compactMapValues { value in
            switch value {
            case .plain: nil
            case .secret(.file(let path)): .file(path.hasPrefix("/") ? path : Self.absolute(path, root))
            case .secret(let reference): reference
            }
        }
    }

    private static func absolute(_ path: String, _ root: String) -> String {
        path.isEmpty ? root : root == "/" ? "/\(path)" : "\(root)/\(path)"
    }
}
