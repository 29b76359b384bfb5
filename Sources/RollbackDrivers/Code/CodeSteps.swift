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
                .prepare,
                PlannedStep(
                    name: "stage/code", kind: Self.stage, settings: shared,
                    summary: "write \(files(writes)) of \(settings.target.short) beside the checkout and verify them")),
            Contribution(
                .swap,
                PlannedStep(
                    name: "swap/code", kind: Self.swap, settings: shared,
                    summary: "put \(files(writes)) in place, remove \(removals); \(headText)", commands: commands)),
        ]
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
