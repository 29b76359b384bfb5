import RollbackCore

/// The planned steps of the environment, and where a run keeps what belongs to them.
enum EnvironmentSteps {
    static let capture: StepKind = "environment.capture"
    static let restore: StepKind = "environment.restore"

    static func contributions(_ settings: EnvironmentSettings) throws -> [Contribution] {
        let value = try JSONValue(encoding: settings)
        let files = settings.files.map(\.file).joined(separator: ", ")
        let changes = settings.files.map(\.summary)
        return [
            Contribution(
                .capture,
                PlannedStep(
                    name: "capture/environment", kind: capture, settings: value,
                    summary: "keep \(files) as \(settings.files.count == 1 ? "it is" : "they are")")),
            Contribution(
                .swap,
                PlannedStep(
                    name: "swap/environment", kind: restore, settings: value,
                    summary: "\(changes.joined(separator: "; ")), as in \(settings.release)")),
        ]
    }
}

/// Where one run keeps environment files. They hold secrets: each is readable by its owner only.
struct EnvironmentPaths: Hashable, Sendable {
    let folder: String
    init(_ context: RunContext) { folder = "\(context.directory)/environment" }

    /// The file itself, as it was; missing where there was none.
    func kept(_ number: Int) -> String { "\(folder)/\(number)" }
    /// That it was looked at.
    func noted(_ number: Int) -> String { "\(folder)/\(number).noted" }
    /// The file as it was in the instant before this run changed it; missing where there was none.
    func before(_ number: Int) -> String { "\(folder)/\(number).before" }
    /// What this run made of it.
    func made(_ number: Int) -> String { "\(folder)/\(number).made" }
}
