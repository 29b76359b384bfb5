package import RollbackCore

/// Words every event; terminal, plain lines and the timeline of the report all show these words.
package enum EventText {
    /// - Parameter plan: the run's plan when known: it gives steps their summaries.
    package static func line(for event: RunEvent, in plan: Plan?) -> EventLine {
        let name = event.step.map(\.rawValue) ?? "the run"
        let step = event.step.flatMap { plan?.step($0) }
        switch event.detail {
        case .runBegan(let header): return began(header)
        case .runResumed(let header, let direction): return resumed(header, direction)
        case .stageBegan(let stage, .forward): return EventLine(.note, "stage \(stage)")
        case .stageBegan(let stage, .backward): return EventLine(.note, "stage \(stage), taken back")
        case .stepBegan(let attempt):
            let again = attempt > 1 ? ", attempt \(attempt)" : ""
            return EventLine(.begun, name + again + (step.map { ": \($0.summary)" } ?? ""))
        case .doing(let text): return EventLine(.begun, "\(name): \(text)")
        case .stepSucceeded(let seconds):
            let summary = step.map { ": \($0.summary)" } ?? ""
            return EventLine(.good, "\(name)\(summary) (\(DurationText.text(seconds)))")
        case .stepFailed(let why, let seconds):
            let tone: EventLine.Tone = step?.necessity == .optional ? .warning : .bad
            return failure("\(name) failed after \(DurationText.text(seconds)): ", why, tone)
        case .undoBegan: return EventLine(.begun, "taking back \(name)")
        case .stepUndone(let seconds): return EventLine(.good, "\(name) taken back (\(DurationText.text(seconds)))")
        case .undoFailed(let why): return failure("\(name) could not be taken back: ", why, .bad)
        case .stepReused: return EventLine(.good, "\(name) was done before this process took over")
        case .stepSkipped(let why): return EventLine(.warning, "\(name) left out" + (why.isEmpty ? "" : ": \(why)"))
        case .noted(let text): return EventLine(.note, (event.step.map { "\($0): " } ?? "") + "note: \(text)")
        case .answered(let answer): return answered(answer)
        case .warning(let text): return failure("", text, .warning)
        case .proved(let text): return EventLine(.good, "\(name): \(text)")
        case .symptom(let symptom): return seen(symptom)
        case .checked(let result): return checked(result)
        case .serviceRestored: return EventLine(.restored, restored(after: event.elapsed))
        case .directionChanged(let direction, let why): return EventLine(.warning, turned(direction, why))
        case .runEnded(let end):
            return EventLine(OutcomeText.tone(end.outcome), OutcomeText.headline(end), more: end.reasons)
        case .snapshot(let progress): return kept(progress)
        }
    }

    package static func restored(after seconds: Double) -> String {
        "service restored after \(DurationText.text(seconds))"
    }
}

extension EventText {
    private static func began(_ header: RunHeader) -> EventLine {
        let expected = header.plan.notes.expectedSeconds.map { "expected \(DurationText.text($0))" }
        let facts = "\(header.run) · \(header.plan.level.rawValue) · plan \(header.digest.short)"
        return EventLine(
            .heading, "\(verb(header)) \(goal(header))",
            more: ["\(facts) · \(expected ?? "no history yet")"])
    }

    private static func resumed(_ header: RunHeader, _ direction: Direction) -> EventLine {
        let text =
            direction == .forward
            ? "going on with \(header.run): \(verb(header)) \(goal(header))"
            : "taking \(header.run) back: \(header.plan.root) returns to what it was before, at \(header.plan.current.short)"
        return EventLine(.heading, text)
    }

    private static func verb(_ header: RunHeader) -> String {
        header.plan.activates ? "activating a release: taking" : "rolling back"
    }

    private static func goal(_ header: RunHeader) -> String {
        let target = header.plan.target
        return "\(header.plan.root) to \(target.id.short) “\(target.subject)” by \(target.author)"
    }

    private static func turned(_ direction: Direction, _ why: String) -> String {
        direction == .forward ? "going forward again: \(why)" : "going back to the starting state: \(why)"
    }

    /// A reason may have several lines: the first belongs to the sentence, the others stand below it.
    private static func failure(_ start: String, _ why: String, _ tone: EventLine.Tone) -> EventLine {
        let lines = SafeText.lines(why)
        return EventLine(tone, start + (lines.first ?? "no reason was given"), more: Array(lines.dropFirst()))
    }

    private static func answered(_ answer: ChecklistAnswer) -> EventLine {
        let text = answer.item + (answer.note.map { " (\($0))" } ?? "")
        return answer.ticked ? EventLine(.good, text) : EventLine(.warning, "passed over: \(text)")
    }

    private static func kept(_ progress: SnapshotProgress) -> EventLine {
        switch progress {
        case .began: EventLine(.begun, "snapshot: keeping everything as it is now; Ctrl-C leaves it out")
        case .doing(let text): EventLine(.begun, "snapshot: \(text)")
        case .taken(let sequence, let entries, let bytes, let missing, let seconds):
            EventLine(
                missing.isEmpty ? .good : .warning,
                "snapshot \(sequence) keeps everything as it is now: \(Words.count(entries, "file")),"
                    + " \(ByteText.text(bytes)) (\(DurationText.text(seconds)))"
                    + (missing.isEmpty ? "" : "; MISSING: \(Words.list(missing))"))
        case .failed(let why): failure("there is no snapshot of this moment: ", why, .warning)
        }
    }

    private static func seen(_ symptom: Symptom) -> EventLine {
        EventLine(.warning, "seen before acting: \(symptom.service): \(symptom.what)", more: symptom.lines)
    }

    private static func checked(_ result: CheckResult) -> EventLine {
        let text = "check \(result.check.name): \(result.evidence)"
        switch result.verdict {
        case .healthy: return EventLine(.good, text)
        case .bad where result.check.critical: return EventLine(.bad, text)
        case .bad: return EventLine(.warning, text + " (not critical)")
        case .inconclusive: return EventLine(.warning, text + " (could not be measured)")
        }
    }
}
