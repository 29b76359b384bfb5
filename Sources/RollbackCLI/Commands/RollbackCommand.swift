import ArgumentParser
import FoundationEssentials
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

    func run() async {
        await CommandFrame.run(global) { console, platform in
            try await RollbackFlow(
                platform: platform, console: console, actor: who.actor ?? platform.machine.host.userName,
                reason: who.reason, target: target, dryRun: dryRun, consented: autoConfirm, strict: strict,
                consentsToVolatile: acceptNotResumable
            ).run()
        }
    }
}

/// Where to, and how.
struct TargetOptions: ParsableArguments {
    @Flag(help: "Code, dependency set, caches and services; the database is left as it is. The default.")
    var fast = false

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
            "Restart only this service; may be given several times. The code goes back as a whole.", valueName: "name"))
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
        if [commit != nil, release != nil, plan != nil, choose].count(where: \.self) > 1 {
            throw ValidationError("Give one of --commit, --release, --plan and --choose: each says where to.")
        }
        if let release, ReleaseNumber(text: release) == nil {
            throw ValidationError("--release wants a number like v41.")
        }
    }

    var wish: RollbackWish {
        RollbackWish(
            level: .fast, services: services.map { ServiceName($0) }, addresses: addresses,
            keepsDependencies: keepDependencies)
    }
}
