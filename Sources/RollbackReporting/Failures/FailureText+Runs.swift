import RollbackCore

/// Failures of a run's own course.
extension FailureText {
    static func runUnfinished(_ run: RunID) -> FailureMessage {
        FailureMessage(
            "Nothing was done: \(run) on this platform was cut short and is neither finished nor taken back",
            advice: "Finish it, or take it back to the starting state:", commands: [.resume, .undo, .status])
    }

    static func runEnded(_ run: RunID) -> FailureMessage {
        FailureMessage(
            "\(run) has ended: there is nothing left of it to do",
            advice: "See where things stand; an ended rollback can still be taken back:", commands: [.status, .undo])
    }

    static func laterRun(_ run: RunID, _ later: RunID) -> FailureMessage {
        var message = FailureMessage(
            "Nothing was done: \(later) came after \(run) and has not been taken back",
            advice: "Runs are taken back in order, the newest first; or go back to a release of your choice:")
        message.commands = ["lastgood undo \(later)"] + [SuggestedCommand.choose, .status].map(\.text)
        return message
    }

    /// The run's files belong to two releases, and the checkout now shows a third.
    static func checkoutMoved(_ run: RunID, _ now: CommitID, _ left: CommitID, _ before: CommitID?) -> FailureMessage {
        let again = Command(["git", "checkout", left.rawValue]).shellText
        var message = FailureMessage(
            "Nothing was done: the checkout has moved on to \(now.short) since \(run), which left it at \(left.short);"
                + " going on from there would mix the files of different releases",
            advice: before == nil
                ? "Check out the commit that the run left, then run the same command again:"
                : "Go back to the release before the run, or check out the commit that the run left and run the same"
                    + " command again:")
        message.commands = (before.map { [SuggestedCommand.rollbackTo(commit: $0.rawValue).text] } ?? []) + [again]
        message.commands = message.commands.map { SafeText.oneLine($0) }
        return message
    }

    static func otherVersion(_ run: RunID, _ began: String, _ own: String, _ again: String) -> FailureMessage {
        var message = FailureMessage(
            "Nothing was done: \(run) was begun by lastgood \(began), and this is \(own)",
            expected: "Expected the version that began it: only that one surely knows what its steps left behind",
            advice: "Use lastgood \(began); or hand the run over to this one:")
        message.commands = [SafeText.oneLine(again)]
        return message
    }

    static func illegalTransition(_ step: StepName, _ state: String, _ event: String) -> FailureMessage {
        let subject = step.rawValue.isEmpty ? "the run" : "step \(step)"
        return FailureMessage(
            "The run's journal contradicts itself: \(subject) is recorded as \(event) while it is \(state)",
            expected: "Expected only records that can follow each other: the journal is damaged",
            advice:
                "Nothing is done on the word of a damaged journal. Keep it, and compare what runs with what should:",
            commands: [.status, .verify])
    }

    static func unknownStepKind(_ kind: StepKind) -> FailureMessage {
        FailureMessage(
            "This lastgood cannot perform a step of kind “\(kind)”",
            expected: "Expected a run that this version, or an older one, began",
            advice: "Finish or take back the run with the version that began it; status names it:", commands: [.status])
    }

    static func unclear(_ step: StepName, _ why: String) -> FailureMessage {
        FailureMessage(
            "Held for a person: it is not clear whether step \(step) was done: \(why)",
            expected: "Expected it to be either done or not done; it is neither, or someone else changed it",
            advice: "Look at it (the plan has the step's commands), bring it to either state, then go on or back:",
            commands: [.status, .resume, .undo])
    }
}
