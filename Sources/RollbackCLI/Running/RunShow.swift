import FoundationEssentials
import RollbackCore
import RollbackEngine
import RollbackReporting
import RollbackStore
import RollbackSystem

/// How a run is shown while it goes on, and what is left of it afterwards.
struct RunShow: Sendable {
    let console: Console
    private let text: TextPresenter
    private let json: JSONLinesPresenter

    init(_ console: Console, _ level: LogLevel) {
        self.console = console
        text = TextPresenter(
            style: console.style, level: level, columns: { TerminalFacts.current().width }
        ) { Console.write($0) }
        json = JSONLinesPresenter { Console.write($0) }
    }

    var sink: any EventSink { console.json ? json : text }

    /// Keeps the status line of a terminal moving while the work goes on.
    func watched<Value: Sendable>(_ hub: EventHub, _ work: @Sendable () async throws -> Value) async throws -> Value {
        guard !console.json, console.style.live else { return try await work() }
        let ticker = Task {
            while !Task.isCancelled {
                text.tick(elapsed: hub.elapsed)
                try? await Task.sleep(for: .milliseconds(200))
            }
        }
        defer { ticker.cancel() }
        return try await work()
    }

    /// The last words, and the exit code.
    func finish(_ summary: RunSummary, code: ExitCode) {
        guard console.json else { return text.finish(summary) }
        json.write(
            JSONLines.exit(
                code, outcome: summary.end.outcome, next: summary.next.map(\.command), report: summary.report))
    }
}
