package import RollbackCore
import Synchronization

/// A run as text for people: plain lines, or on a terminal lines with signs and colour above a redrawn status line.
///
/// Events, ticks and the summary may come from different tasks; output is written whole and in order.
package final class TextPresenter: EventSink {
    private struct State {
        var live = LiveState()
        var statusShown = false
    }

    /// Of what belongs to a line (a log's last lines); all of them are in the report.
    private static let mostLines = 8

    private let style: TerminalStyle
    private let level: LogLevel
    private let columns: @Sendable () -> Int
    private let output: @Sendable (String) -> Void
    private let state = Mutex(State())

    /// - Parameters:
    ///   - level: what is shown off a terminal; on one, somebody watches.
    ///   - columns: the terminal's width now; it is asked at each redraw, because windows are resized.
    ///   - output: gets text with its line ends; it is called under a lock and must not call back.
    package init(
        style: TerminalStyle, level: LogLevel = .info, columns: @escaping @Sendable () -> Int = { 80 },
        output: @escaping @Sendable (String) -> Void
    ) {
        self.style = style
        self.level = style.live ? .info : level
        self.columns = columns
        self.output = output
    }

    package func receive(_ event: RunEvent) {
        state.withLock { state in
            state.live.apply(event)
            guard shows(event.detail) else { return }
            var line = EventText.line(for: event, in: state.live.plan)
            guard level.shows(line.tone) else { return }
            if level == .debug { line.more += commands(event, in: state.live.plan) }
            write(lines(line, at: event.elapsed), elapsed: event.elapsed, &state)
        }
    }

    /// Redraws the status line; does nothing off a terminal and when nothing is under way.
    /// - Parameter elapsed: seconds since the run began.
    package func tick(elapsed: Double) {
        state.withLock { state in
            guard style.live, !state.live.running.isEmpty else { return }
            output(status(elapsed, &state))
        }
    }

    /// The last lines: outcome, reasons, what to do next, where the report is, and whom to call.
    package func finish(_ summary: RunSummary) {
        state.withLock { state in
            let tone = OutcomeText.tone(summary.end.outcome)
            let sign = style.live ? "\(tone.mark) " : ""
            let head = style.painted(sign + OutcomeText.headline(summary.end), tone)
            let text = ([head] + summary.lines).joined(separator: "\n") + "\n"
            output(cleared(&state) + text)
        }
    }

    /// On a terminal the status line shows what is under way, and what is as it should be needs no line of its own:
    /// the report has it all. How the run ended is the summary's to say.
    private func shows(_ detail: RunEvent.Detail) -> Bool {
        switch detail {
        case .stageBegan, .stepReused: !style.live
        case .checked(let result): !style.live || result.verdict != .healthy
        case .symptom(let symptom): !style.live || symptom.source == .answer
        case .runEnded: false
        // Whoever wrote it has it on the screen.
        case .noted: !style.live
        case .stepBegan(let attempt): !style.live || attempt > 1
        case .doing, .undoBegan, .snapshot(.began), .snapshot(.doing): !style.live
        default: true
        }
    }
}

extension TextPresenter {
    /// What a step that begins would be by hand.
    private func commands(_ event: RunEvent, in plan: Plan?) -> [String] {
        guard case .stepBegan = event.detail, let step = event.step.flatMap({ plan?.step($0) }) else { return [] }
        return step.commands.map { "$ \(SafeText.oneLine($0.shellText))" }
    }

    private func lines(_ line: EventLine, at elapsed: Double) -> [String] {
        let clock = Columns.aligned(DurationText.text(elapsed), to: 8)
        let sign = style.live ? line.tone.mark : Columns.padded(line.tone.word, to: 7)
        let first = style.painted("\(clock) \(sign) \(line.text)", line.tone)
        let indent = String(repeating: " ", count: style.live ? 11 : 17)
        let more = line.more.suffix(Self.mostLines).map { style.painted(indent + $0, .note) }
        return line.tone == .restored && style.live ? ["", first, ""] : [first] + more
    }

    private func write(_ lines: [String], elapsed: Double, _ state: inout State) {
        let text = lines.map { $0 + "\n" }.joined()
        let redraw = style.live && !state.live.running.isEmpty
        output(cleared(&state) + text + (redraw ? status(elapsed, &state) : ""))
    }

    /// `\r` to the first column; `ESC [ K` clears from the cursor to the end of the line (ECMA-48).
    private func status(_ elapsed: Double, _ state: inout State) -> String {
        state.statusShown = true
        // The last column stays free: writing into it makes some terminals wrap.
        let text = StatusLine.text(state.live, elapsed: elapsed, columns: max(1, columns() - 1))
        return "\r" + style.painted(text, .note) + "\u{1B}[K"
    }

    private func cleared(_ state: inout State) -> String {
        defer { state.statusShown = false }
        return state.statusShown ? "\r\u{1B}[K" : ""
    }
}

extension LogLevel {
    /// How a run ended is told in any case: by its summary.
    fileprivate func shows(_ tone: EventLine.Tone) -> Bool {
        switch self {
        case .debug, .info: true
        case .warning: [.warning, .bad].contains(tone)
        case .error, .critical: tone == .bad
        }
    }
}
