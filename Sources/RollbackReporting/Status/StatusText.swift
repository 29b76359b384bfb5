package import FoundationEssentials
import RollbackCore

/// A platform's status as text.
package enum StatusText {
    package static func text(_ status: PlatformStatus, now: Date, style: TerminalStyle = .plain) -> String {
        let environment = status.environment.map { [("Environment", [$0])] } ?? []
        let facts = LabelledLines.text(
            [("Platform", [status.root])] + environment + [
                ("Release", [release(status, now)]), ("Code", code(status)), ("Pin", pin(status)),
                ("Known good", [knownGood(status, now)]), ("Last run", lastRun(status, now)),
                ("Now", underWay(status)),
            ])
        return (facts + [""] + services(status, now, style) + unheeded(status)).joined(separator: "\n") + "\n"
    }

    private static func release(_ status: PlatformStatus, _ now: Date) -> String {
        (status.release.map { "\($0), " } ?? "") + CommitText.line(status.current, now: now)
    }

    private static func code(_ status: PlatformStatus) -> [String] {
        let branch = status.branch.map { "branch \($0)" } ?? "no branch (detached HEAD)"
        let changes = status.changedFiles == 0 ? "" : ", \(Words.count(status.changedFiles, "file")) changed since"
        return [branch + changes]
    }

    private static func pin(_ status: PlatformStatus) -> [String] {
        guard let pin = status.pin else { return ["none"] }
        let way = "rolled back from \(pin.badRelease.short) to \(pin.target.short)"
        let reason = pin.reason.map { ": \($0)" } ?? ""
        return [
            "\(way) by \(pin.actor) since \(pin.since)\(reason)",
            "\(SuggestedCommand.unpin.text)  # once the fix is ready",
        ]
    }

    private static func knownGood(_ status: PlatformStatus, _ now: Date) -> String {
        guard let good = status.knownGood else { return "none recorded that can be restored" }
        return CommitText.line(good.commit, now: now) + (good.label.isEmpty ? "" : " – \(good.label)")
    }

    private static func lastRun(_ status: PlatformStatus, _ now: Date) -> [String] {
        guard let run = status.lastRun else { return ["none"] }
        let when = DateText.age(of: run.began, now: now)
        if let unreadable = run.unreadable { return ["\(run.run), \(when), cannot be read"] + unreadable }
        guard let outcome = run.outcome else {
            if status.underWay?.run == run.run { return ["\(run.run), \(when), is under way"] }
            let commands = [SuggestedCommand.resume, .undo].map(\.text).joined(separator: " or ")
            return ["\(run.run), \(when), was cut short: \(commands)"]
        }
        let headline = OutcomeText.headline(outcome, undone: run.undone)
        return ["\(run.run), \(when), \(headline)"] + (run.report.map { ["report: \($0)"] } ?? [])
    }

    private static func underWay(_ status: PlatformStatus) -> [String] {
        guard let owner = status.underWay else { return ["nothing is under way"] }
        let what = owner.purpose == .rollback ? owner.run?.description ?? "a rollback" : "background work"
        return ["\(what) by \(owner.user) on \(owner.host) (process \(owner.process)) since \(owner.since)"]
    }
}

extension StatusText {
    private static func unheeded(_ status: PlatformStatus) -> [String] {
        guard !status.unheeded.isEmpty else { return [] }
        return ["", "Configuration that has no effect"] + status.unheeded.map { "  " + SafeText.oneLine($0) }
    }

    private static func services(_ status: PlatformStatus, _ now: Date, _ style: TerminalStyle) -> [String] {
        guard !status.services.isEmpty else { return ["No service is configured, and none was found running."] }
        let name = status.services.map { Columns.width($0.service.rawValue) }.max() ?? 0
        return ["Services"] + status.services.map { "  " + line($0, width: name, now, style) }
    }

    private static func line(
        _ state: PlatformStatus.ServiceState, width: Int, _ now: Date, _ style: TerminalStyle
    ) -> String {
        let facts = [
            state.port.map { "port \($0)" }, state.process.map { "process \($0)" },
            state.since.map { "since \(DateText.full($0, now: now))" }, state.manager.map { "by \($0)" },
            state.critical ? nil : "not critical", state.detail,
        ]
        let tone = tone(state)
        let word = style.painted(Columns.padded(state.condition.rawValue, to: 8), tone)
        let sign = style.live ? style.painted(tone.mark, tone) + " " : ""
        let rest = SafeText.oneLine(facts.compactMap { $0 }.joined(separator: ", "))
        return "\(sign)\(Columns.padded(SafeText.oneLine(state.service.rawValue), to: width))  \(word)  \(rest)"
    }

    private static func tone(_ state: PlatformStatus.ServiceState) -> EventLine.Tone {
        switch state.condition {
        case .running: .good
        case .stopped: state.critical ? .bad : .warning
        case .unknown: .warning
        }
    }
}
