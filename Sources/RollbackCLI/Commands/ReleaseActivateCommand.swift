import ArgumentParser
import RollbackConfiguration
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

    @OptionGroup var proof: ProofOptions

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let commit = try await ReleaseNames(platform: platform).commit(release)
            try refusePinned(commit, try platform.access.pins.read())
            let target = try target(commit, platform.configuration.settings)
            var flow = RollbackFlow(
                platform: platform, console: console, actor: who.actor ?? platform.machine.host.userName,
                reason: who.reason, target: target, dryRun: options.dryRun, consented: options.autoConfirm,
                strict: options.strict, consentsToVolatile: options.acceptNotResumable)
            flow.activates = true
            return try await flow.run()
        }
    }

    /// Activating asks once, by hand or not: where the usual level is by hand, the fast one is meant.
    private func target(_ commit: CommitID, _ settings: RollbackSettings) throws -> TargetOptions {
        var target = try TargetOptions.parse(["--commit", commit.rawValue])
        (target.services, target.proof) = (services, proof)
        target.fast = settings.defaultLevel == Level.manual.rawValue
        return target
    }

    private func refusePinned(_ commit: CommitID, _ pin: Pin?) throws {
        guard let pin, pin.bad.contains(commit) else { return }
        throw Failure.release(.pinned(commit, by: pin.run))
    }
}
