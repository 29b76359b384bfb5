import ArgumentParser
import RollbackCore
import RollbackReporting

struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "The runs of this platform, newest first: from where to where, how they ended, by whom and why.",
        discussion: "  lastgood history --limit 5")

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("How many runs.", valueName: "count"))
    var limit = 30

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit takes a number from 1 on.") }
    }

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let runs = try HistoryGathering(platform: platform).runs(limit: limit)
            runs.forEach { console.emit(JSONLines.history($0)) }
            console.say(HistoryText.text(runs, style: console.style))
            console.emit(JSONLines.exit(.done))
            return .done
        }
    }
}
