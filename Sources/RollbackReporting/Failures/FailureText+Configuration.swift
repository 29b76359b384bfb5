import RollbackCore

/// Failures of the configuration.
extension FailureText {
    static func configuration(_ problems: [ConfigurationProblem]) -> FailureMessage {
        let files = Array(Set(problems.map(\.file))).sorted()
        guard problems.count > 1, let first = problems.first else {
            return FailureMessage(
                "Nothing was done: " + (problems.first.map(line) ?? "the configuration cannot be used"),
                advice: mend(files))
        }
        let place = files.count == 1 ? first.file : Words.count(files.count, "configuration file")
        return FailureMessage(
            "Nothing was done: \(Words.count(problems.count, "mistake")) in \(place)", details: problems.map(line),
            advice: mend(files))
    }

    static func dependencyCycle(_ services: [ServiceName]) -> FailureMessage {
        let circle = services.map(\.rawValue).joined(separator: " → ")
        return FailureMessage(
            "Nothing was done: the services wait for each other in a circle: \(circle)",
            expected: "Expected each service to depend only on services that can start before it",
            advice: "Remove one of these dependencies in rollback/config/rollback-config.json")
    }

    static func unknownService(_ name: ServiceName, _ known: [ServiceName]) -> FailureMessage {
        let names = Words.list(known.map(\.rawValue))
        return FailureMessage(
            "There is no service “\(name)” on this platform",
            expected: known.isEmpty
                ? "No service is configured, and none was found running" : "Expected one of: \(names)",
            advice: "See what runs:", commands: [.status])
    }

    private static func mend(_ files: [String]) -> String {
        "Correct \(files.isEmpty ? "the configuration" : Words.list(files)), then run the same command again"
    }

    /// `rollback-config.json:12:5: timeouts.x: expected a number`, the form that editors can jump to.
    private static func line(_ problem: ConfigurationProblem) -> String {
        let place = [problem.file, problem.line.map(String.init), problem.column.map(String.init)]
        return (place.compactMap { $0 }.joined(separator: ":") + ":")
            + (problem.key.map { " \($0):" } ?? "") + " \(problem.message)"
    }
}
