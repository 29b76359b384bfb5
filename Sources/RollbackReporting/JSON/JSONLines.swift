package import FoundationEssentials
package import RollbackCore

/// The lines that are no events: what commands found, and how they ended.
package enum JSONLines {
    /// The last line of every command.
    /// - Parameters:
    ///   - outcome: of a run or a verification; without one the exit code's name.
    ///   - report: the path of the run's report.
    package static func exit(
        _ code: ExitCode, outcome: Outcome? = nil, next: [String] = [], report: String? = nil
    ) -> JSONLine {
        var fields: [String: JSONValue] = [
            "code": .integer(Int(code.rawValue)),
            "outcome": .string(outcome?.rawValue ?? ExitCodeReference.name(code)), "next": .texts(next),
        ]
        if let report { fields["report"] = .string(report) }
        return JSONLine("exit", fields)
    }

    /// The last line after a run.
    package static func exit(_ summary: RunSummary, strict: Bool) -> JSONLine {
        let outcome = summary.end.outcome
        let code = ExitCode(outcome, strict: strict)
        return exit(code, outcome: outcome, next: summary.next.map(\.command), report: summary.report)
    }

    /// The last line after a failure; `failure` says what it was, on the line before.
    package static func exit(_ failure: Failure) -> JSONLine {
        exit(ExitCode(failure), next: FailureText.next(for: failure))
    }

    /// - Parameter contacts: whom to call and where to look, when the platform's configuration says it.
    package static func failure(_ failure: Failure, contacts: EmergencyContacts = .none) -> JSONLine {
        let message = FailureText.message(for: failure)
        return JSONLine(
            "failure",
            [
                "kind": .string(FailureText.code(for: failure)), "text": .string(message.happened.first ?? ""),
                "details": .texts(Array(message.happened.dropFirst())), "expected": .text(message.expected),
                "advice": .texts(message.advice), "next": .texts(message.commands),
                "contacts": .texts((contacts.people + contacts.dashboards).map(\.line)),
            ])
    }

    /// A plan as a whole, with the command that executes exactly it.
    package static func plan(_ plan: Plan, digest: PlanDigest) throws -> JSONLine {
        JSONLine(
            "plan",
            [
                "digest": .string(digest.rawValue), "plan": try JSONValue(encoding: plan),
                "command": .string(SuggestedCommand.rollbackPlan(level: plan.level, digest: digest).text),
            ])
    }

    /// - Parameter number: its place in the list, from 1; the key that picks it on a terminal.
    package static func candidate(_ candidate: Candidate, number: Int, now: Date) -> JSONLine {
        var fields: [String: JSONValue] = [
            "number": .integer(number), "commit": .commit(candidate.commit),
            "ageSeconds": .seconds(now.timeIntervalSince(candidate.commit.date).rounded()),
            "source": .string(candidate.source.rawValue), "label": .string(candidate.label),
            "changedFiles": .integer(candidate.changedFiles), "bad": .bool(candidate.bad),
            "command": .string(SuggestedCommand.rollbackTo(commit: candidate.commit.id.rawValue).text),
        ]
        if candidate.mark != nil { fields["mark"] = mark(candidate.mark) }
        return JSONLine("candidate", fields)
    }

    /// A service's last lines.
    package static func logs(_ service: ServiceName, _ lines: [String]) -> JSONLine {
        JSONLine("logs", ["service": .string(service.rawValue), "lines": .texts(lines)])
    }

    /// Something that `init` found out, and what told it.
    package static func guess(_ guess: ProjectGuess) -> JSONLine {
        JSONLine(
            "guess",
            [
                "kind": .string(guess.kind.rawValue), "name": .string(guess.name), "facts": .texts(guess.facts),
                "reasons": .texts(guess.reasons),
            ])
    }

    /// What becomes of one file of the `rollback/` tree.
    /// - Parameter difference: lines in the form of `diff -u`.
    package static func file(_ change: TreeChange, difference: [String] = []) -> JSONLine {
        var fields: [String: JSONValue] = [
            "path": .string(change.path), "action": .string(change.action.rawValue), "why": .text(change.why),
        ]
        if !difference.isEmpty { fields["difference"] = .texts(difference) }
        return JSONLine("file", fields)
    }

    package static func check(_ result: CheckResult) -> JSONLine { JSONEvents.check(result) }

    /// What a verification as a whole says; its checks are lines of their own before it.
    package static func verification(_ report: VerificationReport) -> JSONLine {
        let counts = Dictionary(grouping: report.results, by: \.verdict).mapValues(\.count)
        return JSONLine(
            "verification",
            [
                "outcome": .string(report.outcome.rawValue), "unproved": .texts(report.unproved),
                "healthy": .integer(counts[.healthy] ?? 0), "bad": .integer(counts[.bad] ?? 0),
                "inconclusive": .integer(counts[.inconclusive] ?? 0),
            ])
    }

    package static func status(_ status: PlatformStatus) throws -> JSONLine {
        guard case .object(var fields) = try JSONValue(encoding: status) else { return JSONLine("status", [:]) }
        fields["release"] = status.release.map { .string("\($0)") }
        return JSONLine("status", fields)
    }
}
