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
