import ArgumentParser
import RollbackCore
import RollbackReporting

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "What runs, which release, pinned or not, and the newest known good release.",
        discussion: "  lastgood status\n  lastgood status --follow      watch a rollback that somebody else runs")

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Join the live view of a run under way.")
    var follow = false

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let status = try await StatusGathering(platform: platform).status()
            console.emit(try JSONLines.status(status))
            console.say(StatusText.text(status, now: platform.effects.clock.wallTime(), style: console.style))
            if follow, let run = status.underWay?.run {
                let show = RunShow(console, platform.logLevel)
                let summary = try await LiveView(platform: platform).follow(run, show)
                if let summary, !console.json { show.finish(summary, code: .done) }
            }
            console.emit(JSONLines.exit(.done))
            return .done
        }
    }
}
