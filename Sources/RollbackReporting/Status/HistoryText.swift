package import FoundationEssentials
package import RollbackCore

/// The runs of a platform, a line each.
package enum HistoryText {
    /// - Parameter runs: the newest first.
    package static func text(_ runs: [PastRun], style: TerminalStyle = .plain) -> String {
        guard !runs.isEmpty else { return "Nothing was ever rolled back here.\n" }
        let outcome = runs.map { Columns.width(word($0)) }.max() ?? 0
        let run = runs.map { Columns.width(name($0)) }.max() ?? 0
        return runs.map { past in
            let head = Columns.padded(name(past), to: run)
            switch past {
            case .told(let entry): return "\(head)  \(line(entry, outcome, style))\n"
            case .unreadable(_, let path, let why):
                return "\(head)  \(style.painted("cannot be read", .warning)): \(unreadable(path, why))\n"
            }
        }.joined()
    }

    /// A run that has come to an end, as `rollback-history.log` notes it.
    package static func logLine(_ header: RunHeader, _ end: RunEnd, at time: Date) -> String {
        SafeText.oneLine(
            "\(DateText.iso(time)) \(header.run) \(word(end.outcome, undone: end.undone)) "
                + "\(way(header.plan)) by \(who(header.actor, header.reason))")
    }

    private static func line(_ entry: HistoryEntry, _ width: Int, _ style: TerminalStyle) -> String {
        let outcome = Columns.padded(word(.told(entry)), to: width)
        let seconds = Columns.aligned(entry.seconds.map(DurationText.text) ?? "–", to: 8)
        let tone = entry.outcome.map(OutcomeText.tone) ?? .note
        return "\(DateText.iso(entry.began))  \(entry.level.rawValue)  \(way(entry))  "
            + "\(style.painted(outcome, tone))  \(seconds)  \(SafeText.oneLine(who(entry.actor, entry.reason)))"
    }

    /// The words of the failure name the file, as a rule.
    private static func unreadable(_ path: String, _ why: String) -> String {
        SafeText.oneLine(why.contains(path) ? why : "\(path): \(why)")
    }

    private static func name(_ past: PastRun) -> String {
        switch past {
        case .told(let entry): entry.run.description
        case .unreadable(let run, _, _): run.description
        }
    }

    private static func word(_ past: PastRun) -> String {
        guard case .told(let entry) = past else { return "" }
        return entry.outcome.map { word($0, undone: entry.undone) } ?? "under way"
    }

    private static func word(_ outcome: Outcome, undone: Bool) -> String {
        undone ? "\(outcome.rawValue), undone" : outcome.rawValue
    }

    private static func way(_ entry: HistoryEntry) -> String {
        "\(entry.from.short)\(Words.release(entry.fromRelease)) → \(entry.to.short)\(Words.release(entry.toRelease))"
    }

    private static func way(_ plan: Plan) -> String {
        let (from, to) = (Words.release(plan.notes.currentRelease), Words.release(plan.notes.targetRelease))
        return "\(plan.current.short)\(from) → \(plan.target.id.short)\(to)"
    }

    private static func who(_ actor: String, _ reason: String?) -> String { actor + (reason.map { ": \($0)" } ?? "") }
}
