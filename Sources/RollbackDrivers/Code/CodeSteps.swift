import FoundationEssentials
import RollbackCore

/// The planned steps of the code in place.
struct CodeSteps {
    static let capture: StepKind = "code.capture"
    static let stage: StepKind = "code.stage"
    static let swap: StepKind = "code.swap"

    let root: String
    let settings: CodeSettings

    func contributions() throws -> [Contribution] {
        let shared = try JSONValue(encoding: settings)
        let (writes, removals) = (settings.writes.count, settings.removals.count)
        return [
            Contribution(
                .capture,
                PlannedStep(
                    name: "capture/code", kind: Self.capture, settings: shared,
                    summary: "keep \(files(writes + removals)) that will be overwritten, and git's index and HEAD")),
            Contribution(
                .capture,
                PlannedStep(
                    name: "stage/code", kind: Self.stage,
                    summary: "write \(files(writes)) of \(settings.target.short) beside the checkout and verify them")),
            Contribution(
                .swap,
                PlannedStep(
                    name: "swap/code", kind: Self.swap,
                    summary: "put \(files(writes)) in place, remove \(removals); \(headText)", commands: commands,
                    needs: ["capture/code", "stage/code"])),
        ]
    }

    /// The settings that the three steps share.
    /// - Throws: `Failure.unknownStepKind` for a plan that has these steps without the first of them.
    static func settings(of plan: Plan) throws -> CodeSettings {
        guard let first = plan.steps.first(where: { $0.kind == capture }) else {
            throw Failure.unknownStepKind(capture)
        }
        return try first.settings.decoded(as: CodeSettings.self)
    }

    private func files(_ count: Int) -> String { count == 1 ? "1 file" : "\(count) files" }

    private var headText: String {
        switch settings.head {
        case .branch: "HEAD moves to a new branch rollback/run-N"
        case .commit: "\(settings.branch ?? "HEAD") gets a new commit with the target's tree"
        }
    }

    private var commands: [Command] {
        let git = ["git", "-C", root]
        guard settings.head == .branch, settings.scope.isWhole else {
            return [Command(git + ["checkout", settings.target.rawValue, "--"] + settings.scope.pathspecs)]
        }
        return [
            Command(git + ["stash", "push", "--include-untracked"]),
            Command(git + ["checkout", "-b", "rollback/by-hand", settings.target.rawValue]),
        ]
    }
}
