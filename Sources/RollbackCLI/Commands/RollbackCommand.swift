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
              lastgood rollback --full --auto-confirm             with database schema and environment, and every check
              lastgood rollback --manual                          by hand: you decide before each step
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var who: ActorOptions
    @OptionGroup var target: TargetOptions

    @OptionGroup var options: RunOptions

    func validate() throws {
        if options.executeDatabase, !options.dryRun {
            throw ValidationError("--execute-database belongs to --dry-run.")
        }
        if target.manual, options.autoConfirm {
            throw ValidationError(
                "--manual asks before each step; --auto-confirm would answer nothing. Give one of them.")
        }
    }

    func run() async {
        await CommandFrame.run(global, naming: target.commit) { console, platform in
            let target = try target.leveled(by: platform.configuration.settings, consented: options.autoConfirm)
            return try await RollbackFlow(
                platform: platform, console: console, actor: who.actor ?? platform.machine.host.userName,
                reason: who.reason, target: target, dryRun: options.dryRun, consented: options.autoConfirm,
                strict: options.strict, consentsToVolatile: options.acceptNotResumable,
                executesDatabase: options.executeDatabase
            ).run()
        }
    }
}
