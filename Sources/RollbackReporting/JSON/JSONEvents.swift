package import RollbackCore

/// Events as JSON lines. `docs/json-events.md` describes each; it is made from `JSONEventReference`.
package enum JSONEvents {
    package static func line(for event: RunEvent) -> JSONLine {
        var line = line(event.detail)
        line.fields["elapsed"] = .seconds(event.elapsed)
        line.fields["time"] = .string(DateText.iso(event.time))
        if let step = event.step { line.fields["step"] = .string(step.rawValue) }
        return line
    }

    private static func line(_ detail: RunEvent.Detail) -> JSONLine {
        switch detail {
        case .runBegan(let header): run(header, "began", .forward)
        case .runResumed(let header, let direction): run(header, "resumed", direction)
        case .stageBegan(let name, let direction):
            JSONLine("stage", ["stage": .string(name), "direction": .string(direction.rawValue)])
        case .stepBegan(let attempt): step("began", ["attempt": .integer(attempt)])
        case .doing(let text): step("doing", ["text": .string(text)])
        case .stepSucceeded(let seconds): step("succeeded", ["seconds": .seconds(seconds)])
        case .stepFailed(let why, let seconds): step("failed", ["text": .string(why), "seconds": .seconds(seconds)])
        case .undoBegan: step("undoing", [:])
        case .stepUndone(let seconds): step("undone", ["seconds": .seconds(seconds)])
        case .undoFailed(let why): step("undo-failed", ["text": .string(why)])
        case .stepReused: step("reused", [:])
        case .stepSkipped(let why): step("skipped", ["text": .string(why)])
        case .noted(let text): JSONLine("note", ["text": .string(text)])
        case .answered(let answer): answered(answer)
        case .warning(let text): JSONLine("warning", ["text": .string(text)])
        case .proved(let text): JSONLine("proved", ["text": .string(text)])
        case .symptom(let symptom): seen(symptom)
        case .checked(let result): check(result)
        case .serviceRestored: JSONLine("restored", [:])
        case .directionChanged(let direction, let why):
            JSONLine("direction", ["direction": .string(direction.rawValue), "text": .string(why)])
        case .runEnded(let end): ended(end)
        case .snapshot(let progress): kept(progress)
        }
    }

    private static func kept(_ progress: SnapshotProgress) -> JSONLine {
        func line(_ state: String, _ fields: [String: JSONValue] = [:]) -> JSONLine {
            JSONLine("run-snapshot", fields.merging(["state": .string(state)]) { $1 })
        }
        return switch progress {
        case .began: line("began")
        case .doing(let text): line("doing", ["text": .string(text)])
        case .taken(let sequence, let entries, let bytes, let missing, let seconds):
            line(
                "taken",
                [
                    "sequence": .integer(sequence), "entries": .integer(entries), "bytes": .integer(bytes),
                    "missing": .texts(missing), "seconds": .seconds(seconds),
                ])
        case .failed(let why): line("failed", ["text": .string(why)])
        }
    }

    private static func step(_ state: String, _ fields: [String: JSONValue]) -> JSONLine {
        JSONLine("step", fields.merging(["state": .string(state)]) { $1 })
    }

    private static func run(_ header: RunHeader, _ state: String, _ direction: Direction) -> JSONLine {
        let plan = header.plan
        return JSONLine(
            "run",
            [
                "state": .string(state), "direction": .string(direction.rawValue),
                "run": .string(header.run.description), "root": .string(plan.root),
                "level": .string(plan.level.rawValue), "current": .string(plan.current.rawValue),
                "target": .commit(plan.target), "plan": .string(header.digest.rawValue),
                "actor": .string(header.actor), "reason": .text(header.reason), "host": .string(header.host),
                "version": .string(header.version), "expectedSeconds": .seconds(plan.notes.expectedSeconds),
                "steps": .steps(of: plan),
            ])
    }

    private static func seen(_ symptom: Symptom) -> JSONLine {
        JSONLine(
            "symptom",
            [
                "service": .string(symptom.service.rawValue), "source": .string(symptom.source.rawValue),
                "text": .string(symptom.what),
                "lines": .texts(symptom.lines),
            ])
    }

    private static func answered(_ answer: ChecklistAnswer) -> JSONLine {
        JSONLine(
            "answer",
            [
                "moment": .string(answer.moment.rawValue), "item": .string(answer.item),
                "ticked": .bool(answer.ticked), "note": .text(answer.note),
            ])
    }

    private static func ended(_ end: RunEnd) -> JSONLine {
        JSONLine(
            "end",
            [
                "outcome": .string(end.outcome.rawValue), "undone": .bool(end.undone),
                "reasons": .texts(end.reasons),
            ])
    }

    static func check(_ result: CheckResult) -> JSONLine {
        JSONLine(
            "check",
            [
                "name": .string(result.check.name), "service": .text(result.check.service?.rawValue),
                "verdict": .string(result.verdict.rawValue), "critical": .bool(result.check.critical),
                "liveness": .bool(result.check.liveness), "evidence": .string(result.evidence),
                "seconds": .seconds(result.milliseconds / 1000),
            ])
    }
}
