import FoundationEssentials
import RollbackCore

/// The planned steps of release directories.
enum DirectorySteps {
    static let build: StepKind = "directory.build"
    static let change: StepKind = "directory.switch"
    static let switchName: StepName = "switch/current"

    static func contribution(_ build: DirectoryBuild, files: Int) throws -> Contribution {
        Contribution(
            .capture,
            PlannedStep(
                name: StepName("build/\(ReleaseFolders.text(of: build.name))"), kind: Self.build,
                settings: try JSONValue(encoding: build),
                summary: "write \(files == 1 ? "1 file" : "\(files) files") of \(build.commit.short) to"
                    + " \(ReleaseFolders.text(of: build.name)) and verify them",
                commands: [
                    Command([
                        "git", "-C", build.folders.root, "worktree", "add", "--detach", build.directory,
                        build.commit.rawValue,
                    ])
                ]))
    }

    /// - Parameter needs: the steps that build the directory.
    static func contribution(_ change: DirectorySwitch, needs: [StepName] = []) throws -> Contribution {
        Contribution(
            .swap,
            PlannedStep(
                name: switchName, kind: Self.change, settings: try JSONValue(encoding: change),
                summary: "make \(change.new) the live release: one rename of the link \(ReleaseLayout.link)",
                commands: [Command(["ln", "-sfn", change.new, change.folders.link])],
                needs: needs.isEmpty ? nil : needs))
    }

    static func build(of plan: Plan) throws -> DirectoryBuild? {
        try plan.steps.first { $0.kind == build }?.settings.decoded(as: DirectoryBuild.self)
    }

    static func change(of plan: Plan) throws -> DirectorySwitch? {
        try plan.steps.first { $0.kind == change }?.settings.decoded(as: DirectorySwitch.self)
    }

    static func step(for planned: PlannedStep, in run: RunContext, _ git: GitRepository) throws -> AnyStep {
        if planned.kind == build {
            let settings = try planned.settings.decoded(as: DirectoryBuild.self)
            return AnyStep(BuildDirectory(git: git, settings: settings))
        }
        let settings = try planned.settings.decoded(as: DirectorySwitch.self)
        return AnyStep(SwitchDirectory(settings: settings, run: run.run, git: git))
    }
}
