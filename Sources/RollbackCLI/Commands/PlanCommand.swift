import ArgumentParser
import RollbackCore
import RollbackReporting

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what a rollback would do: stages, steps, commands, time, and the way back.",
        discussion: """
            Changes nothing. The digest at the end executes exactly this plan:

              lastgood plan
              lastgood rollback --fast --plan 4f5c2a9d1e70 --auto-confirm
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, markdown }

    @OptionGroup var global: GlobalOptions
    @OptionGroup var target: TargetOptions

    @Option(help: "text or markdown; --json for JSON.")
    var format = Format.text

    func run() async {
        await CommandFrame.run(global, naming: target.commit) { console, platform in
            let platform = try await platform.forNewRuns()
            let now = platform.effects.clock.wallTime()
            let source = PlanSource(platform: platform, target: target)
            guard let (plan, digest) = try await source.plan(choose: Choosing(console: console, now: now).choose) else {
                return .noTarget
            }
            let kept = try PlanKeeping(platform: platform).keep(plan, digest)
            let text = PlanText(plan, digest: digest, now: now)
            console.say(format == .text ? text.full : text.markdown)
            if !kept { console.say(PlanKeeping.notKept) }
            console.emit(try JSONLines.plan(plan, digest: digest))
            console.emit(JSONLines.exit(.done, next: kept ? [text.command] : []))
            return .done
        }
    }
}
