import ArgumentParser
import FoundationEssentials
import RollbackConfiguration
import RollbackCore
import RollbackReporting
import RollbackStore
import RollbackSystem

struct RollbackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Go back to the last known good release: code, caches and services, verified.",
        discussion: """
            Without a target it takes the newest restorable known good release; where none is recorded it lists what it
            could go back to. It shows the plan and asks before it acts.

              lastgood rollback                                   on a terminal: choose, look, y
              lastgood rollback --fast --auto-confirm             no questions
              lastgood rollback --commit v1.4 --auto-confirm      to a tag or commit of your choice
              lastgood rollback --full --auto-confirm             with the environment, and with every check
              lastgood rollback --manual                          by hand: you decide before each step
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var who: ActorOptions
    @OptionGroup var target: TargetOptions

    @Flag(help: "Show the plan and stop.")
    var dryRun = false

    @Flag(name: [.customLong("auto-confirm"), .customShort("y")], help: "Your consent for this run: nothing is asked.")
    var autoConfirm = false

    @Flag(help: "Only a healthy outcome exits 0; a degraded one exits 3.")
    var strict = false

    @Flag(
        help: "Consent to go on even when the disk is full or failing: the run can then be neither resumed nor undone.")
    var acceptNotResumable = false

    func validate() throws {
        if target.manual, autoConfirm {
            throw ValidationError(
                "--manual asks before each step; --auto-confirm would answer nothing. Give one of them.")
        }
    }

    func run() async {
        await CommandFrame.run(global, naming: target.commit) { console, platform in
            let target = try target.leveled(by: platform.configuration.settings, consented: autoConfirm)
            return try await RollbackFlow(
                platform: platform, console: console, actor: who.actor ?? platform.machine.host.userName,
                reason: who.reason, target: target, dryRun: dryRun, consented: autoConfirm, strict: strict,
                consentsToVolatile: acceptNotResumable
            ).run()
        }
    }
}

/// Where to, and how.
struct TargetOptions: ParsableArguments {
    @Flag(help: "Code, dependency set, caches and services; the database is left as it is. The usual default.")
    var fast = false

    @Flag(
        help:
            "Fast, and the environment as the target's release was recorded with, and every check. After a fast one it keeps that one's target."
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
            "Only this service; may be given several times. Its code goes back alone where it lies in a folder of its own.",
            valueName: "name"))
    var services: [String] = []

    @Option(
        name: .customLong("check"),
        help: ArgumentHelp(
            "An address that must answer 200 for the platform to count as alive; may be given several times.",
            valueName: "url"))
    var addresses: [String] = []

    @Flag(help: "Keep the installed dependency set although the lock file differs.")
    var keepDependencies = false

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
            level: level ?? usual, services: services.map { ServiceName($0) }, addresses: addresses,
            keepsDependencies: keepDependencies)
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
