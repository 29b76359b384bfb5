import ArgumentParser
import RollbackCore
import RollbackReporting

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Where a run's report is; or, with --format, the report itself.",
        discussion: """
              lastgood report
              lastgood report run-7 --format markdown
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case markdown, html, text

        func contents(_ report: RunReport) -> String {
            switch self {
            case .markdown: MarkdownReport.text(report)
            case .html: HTMLReport.text(report)
            case .text: TextReport.text(report)
            }
        }
    }

    @OptionGroup var global: GlobalOptions

    @Option(help: "Print it: markdown, html or text. It is made anew from the run's events.")
    var format: Format?

    @Argument(help: "The run, for example run-7; the newest if left out.")
    var run: String?

    func run() async {
        await CommandFrame.run(global) { console, platform in
            let (run, report) = try ReportGathering(platform: platform).report(RunName.read(run))
            let path = ReportFiles(platform: platform).existing(of: run)
            let contents = format?.contents(report)
            console.emit(JSONLines.report(report, run: run.description, path: path, contents: contents))
            console.say(contents ?? path.map(SafeText.oneLine) ?? Self.gone(run))
            let isThere = contents != nil || path != nil
            let next = isThere ? [] : [SuggestedCommand.report(run).text]
            console.emit(JSONLines.exit(isThere ? .done : .failed, next: next))
            return isThere ? .done : .failed
        }
    }

    /// Old reports are removed from the log folder; what they were made from is kept longer.
    private static func gone(_ run: RunID) -> String {
        "The report of \(run) is no longer there. It can be made anew:\n  \(SuggestedCommand.report(run).text)"
    }
}
