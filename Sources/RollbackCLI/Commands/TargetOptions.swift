import ArgumentParser
import RollbackConfiguration
import RollbackCore
import RollbackReporting

/// Where to, and how.
struct TargetOptions: ParsableArguments {
    @Flag(help: "Code, dependency set, caches and services; the database is left as it is. The usual default.")
    var fast = false

    @Flag(
        help:
            "Fast, and the database's schema and the environment as the target's release was recorded with, every row kept, and every check. After a fast one it keeps that one's target."
    )
    var full = false

    @Flag(
        help: """
            By hand: each step of the plan is shown with its commands, and you do it, leave it out, take the last one \
            back, note something or stop. It also opens a run that waits for somebody. Without a terminal the \
            checklist is printed, and nothing is done.
            """)
    var manual = false

    @Option(help: ArgumentHelp("A commit, tag or branch to go back to.", valueName: "commit"))
    var commit: String?

    @Option(help: ArgumentHelp("A recorded release to go back to, by its number: v41.", valueName: "number"))
    var release: String?

    @Flag(help: "List what could be gone back to and pick, whatever is recorded as known good.")
    var choose = false

    @Option(
        help: ArgumentHelp("Execute exactly the plan with this digest, and refuse if it is stale.", valueName: "digest")
    )
    var plan: String?

    @Option(
        name: .customLong("service"),
        help: ArgumentHelp(
            "Only this service; may be given several times. Its code goes back alone where it lies in a folder of its own; schemas go back as a whole.",
            valueName: "name"))
    var services: [String] = []

    @OptionGroup var proof: ProofOptions

    func validate() throws {
        if [fast, full, manual].count(where: \.self) > 1 {
            throw ValidationError("Give one of --fast, --full and --manual: each is a level.")
        }
        if [commit != nil, release != nil, plan != nil, choose].count(where: \.self) > 1 {
            throw ValidationError("Give one of --commit, --release, --plan and --choose: each says where to.")
        }
        if let release, ReleaseNumber(text: release) == nil {
            throw ValidationError("--release wants a number like v41.")
        }
    }

    /// Nil: the configuration decides.
    var level: Level? { manual ? .manual : full ? .full : fast ? .fast : nil }

    func wish(_ usual: Level) -> RollbackWish {
        var wish = RollbackWish(
            level: level ?? usual, services: services.map { ServiceName($0) }, addresses: proof.addresses,
            keepsDependencies: proof.keepDependencies)
        wish.release = release.flatMap(ReleaseNumber.init(text:))
        return wish
    }
}

extension TargetOptions {
    /// The configuration's level holds where the command line says none.
    func leveled(by settings: RollbackSettings, consented: Bool) throws -> TargetOptions {
        guard settings.defaultLevel == Level.manual.rawValue, level == nil, plan == nil else { return self }
        guard !consented else {
            throw Failure.usage(
                "this platform's default_level is manual, which asks before each step; --auto-confirm needs another",
                next: TypedLine().with("--fast"))
        }
        var options = self
        options.manual = true
        return options
    }
}
