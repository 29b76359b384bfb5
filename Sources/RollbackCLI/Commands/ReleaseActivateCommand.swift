import ArgumentParser
import RollbackCore
import RollbackDrivers
import RollbackSystem

struct ReleaseActivateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activate",
        abstract: "Make a release the live one, newer or older, with the same plan, proof and way back as a rollback.",
        discussion: """
            Going forward nothing is pinned; going back the release that was live is pinned, as a rollback does it. A
            release that was rolled back from is refused until `lastgood unpin`.

              lastgood release activate v41
              lastgood release activate main --auto-confirm
              lastgood release activate v41 --dry-run
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var who: ActorOptions
    @OptionGroup var options: RunOptions

    @Argument(help: "A number (v41), or a commit, tag or branch.")
    var release: String

    @Option(
        name: .customLong("service"),
        help: ArgumentHelp(
            "Restart only this service; may be given several times. The code changes as a whole.", valueName: "name"))
    var services: [String] = []

    @Option(
        name: .customLong("check"),
        help: ArgumentHelp(
            "An address that must answer 200 for the platform to count as alive; may be given several times.",
            valueName: "url"))
    var addresses: [String] = []

    @Flag(help: "Keep the installed dependency set although the lock file differs.")
    var keepDependencies = false

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let commit = try await ReleaseNames(platform: platform).commit(release)
            try refusePinned(commit, try platform.access.pins.read())
            let target = try TargetOptions.parse(["--commit", commit.rawValue] + passedOn)
            var flow = RollbackFlow(
                platform: platform, console: console, actor: who.actor ?? platform.machine.host.userName,
                reason: who.reason, target: target, dryRun: options.dryRun, consented: options.autoConfirm,
                strict: options.strict, consentsToVolatile: options.acceptNotResumable)
            flow.activates = true
            return try await flow.run()
        }
    }

    private var passedOn: [String] {
        services.flatMap { ["--service", $0] } + addresses.flatMap { ["--check", $0] }
            + (keepDependencies ? ["--keep-dependencies"] : [])
    }

    private func refusePinned(_ commit: CommitID, _ pin: Pin?) throws {
        guard let pin, pin.bad.contains(commit) else { return }
        throw Failure.release(.pinned(commit, by: pin.run))
    }
}

/// How a run is begun.
struct RunOptions: ParsableArguments {
    @Flag(help: "Show the plan and stop.")
    var dryRun = false

    @Flag(name: [.customLong("auto-confirm"), .customShort("y")], help: "Your consent for this run: nothing is asked.")
    var autoConfirm = false

    @Flag(help: "Only a healthy outcome exits 0; a degraded one exits 3.")
    var strict = false

    @Flag(
        help: "Consent to go on even when the disk is full or failing: the run can then be neither resumed nor undone.")
    var acceptNotResumable = false
}
