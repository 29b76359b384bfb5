package import RollbackCore

/// Pushes the live branch with its new commit, for hosts that deploy from git. What was pushed is not taken back: other
/// clones may have it by then.
package struct PushCode: Step {
    static let kind: StepKind = "code.push"

    let git: GitRepository

    /// A remote that does not answer must not hold the run up for long.
    private static let limit = Duration.seconds(60)

    /// - Parameter root: the top of the checkout, for the command that a person would type.
    package static func contribution(root: String) -> Contribution {
        Contribution(
            .verify,
            PlannedStep(
                name: "push", kind: kind, summary: "push the branch with its new commit",
                commands: [Command(["git", "-C", root, "push", "origin", "HEAD"])], necessity: .optional))
    }

    package func perform(_ progress: StepProgress) async throws -> Nothing {
        guard let branch = try await git.branch() else {
            throw Failure.gitRefused(what: "push", why: "no branch is checked out")
        }
        let remote = try await git.run(["config", "--get", "branch.\(branch).remote"]).text.trimmed
        let arguments = ["push", "--quiet", remote.isEmpty ? "origin" : remote, "HEAD:refs/heads/\(branch)"]
        let result = try await git.run(arguments, limit: Self.limit)
        guard result.succeeded else { throw Failure.gitRefused(what: "push \(branch)", why: result.errorText) }
        return Nothing()
    }

    package func undo(_ output: Nothing?, _ progress: StepProgress) async throws {
        guard output != nil else { return }
        progress(.warning("the rollback's commit was pushed; push again to take it back there too"))
    }
}
