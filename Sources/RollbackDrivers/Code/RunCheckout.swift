package import RollbackCore
import RollbackFiles

/// Whether a checkout is still as a run left it, so that the run can be finished or taken back: git knows which files
/// belong to which commit, and the run only those that it changed itself.
package struct RunCheckout: Sendable {
    private let git: GitRepository
    private let plan: Plan
    private let state: RunState

    package init(_ git: GitRepository, _ plan: Plan, _ state: RunState) {
        self.git = git
        self.plan = plan
        self.state = state
    }

    private var swap: StepState { plan.steps.first { $0.kind == CodeSteps.swap }.map { state[$0.name] } ?? .pending }

    /// The commit that `HEAD` shows once the code is swapped; nil before it was staged.
    private var made: CommitID? {
        if let output = try? swap.output?.decoded(as: CodeSwap.Output.self) { return output.commit }
        let stage = plan.steps.first { $0.kind == CodeSteps.stage }.flatMap { state[$0.name].output }
        return (try? stage?.decoded(as: StageCode.Output.self))?.commit
    }

    /// Where the run left a checkout that has moved on since; nil when it has not, or when that does no harm.
    package func left(going direction: Direction, at now: CommitID) async throws -> CommitID? {
        if let change = try DirectorySteps.change(of: plan) {
            let isOurs = now == plan.current || now == change.commit
            return isOurs ? nil : direction == .backward ? change.commit : plan.current
        }
        switch (direction, swap) {
        // Left out: where the checkout is meanwhile is a person's work.
        case (_, .skipped(_, attempt: 0)), (.forward, .skipped): return nil
        case (.backward, .pending), (.backward, .undone): return nil
        case (.backward, _):
            guard now != plan.current, let made, now != made else { return nil }
            return try await isOwnHotfix(on: made, now, ofOurFilesOnly: true) ? nil : made
        case (.forward, .succeeded):
            guard let made, now != made else { return nil }
            return try await isOwnHotfix(on: made, now, ofOurFilesOnly: false) ? nil : made
        case (.forward, _): return now == plan.current || now == made ? nil : plan.current
        }
    }

    /// Somebody's commits on the branch that the run made for them.
    /// - Parameter ofOurFilesOnly: an undo gives back the files that the run changed, and would leave others mixed in.
    private func isOwnHotfix(on made: CommitID, _ now: CommitID, ofOurFilesOnly: Bool) async throws -> Bool {
        guard try await git.branch()?.hasPrefix("rollback/\(run)") == true,
            try await git.run(["merge-base", "--is-ancestor", made.rawValue, now.rawValue]).succeeded
        else { return false }
        guard ofOurFilesOnly else { return true }
        let ours = Set(try CodeSteps.settings(of: plan).changes.map(\.path.text))
        return try await git.changedPaths(from: made, to: now).allSatisfy(ours.contains)
    }

    private var run: String { state.header.map { "\($0.run)" } ?? "" }
}
