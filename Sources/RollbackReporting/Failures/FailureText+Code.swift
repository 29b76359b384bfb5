import RollbackCore

/// Failures of the platform's repository.
extension FailureText {
    static func notARepository(_ path: String) -> FailureMessage {
        FailureMessage(
            "Nothing was done: \(path) is not inside a git repository",
            expected: "Expected the checkout that the platform runs from",
            advice: "Change to the platform's folder and run the same command again")
    }

    static func gitRefused(_ what: String, _ why: String) -> FailureMessage {
        let said = SafeText.lines(why)
        return FailureMessage(
            "git could not \(what): \(said.first ?? "it gave no reason")", details: Array(said.dropFirst()),
            advice: "Mend what git names, then run the same command again; this shows where things stand:",
            commands: [.status])
    }

    static func gitLocked(_ path: String, _ holder: String?) -> FailureMessage {
        if let holder {
            return FailureMessage(
                "Another git operation is under way: \(holder) holds \(path)",
                expected: "Expected nobody else to be writing to this repository",
                advice: "Let it finish or end it, then run the same command again")
        }
        return FailureMessage(
            "The repository is locked by \(path), and no running process was found that holds it",
            expected: "Expected nobody else to be writing to this repository",
            advice: "If no git command runs on this repository, also not from another machine,"
                + " remove \(Command.quoted(path)) and run the same command again")
    }

    static func objectMissing(_ name: String) -> FailureMessage {
        FailureMessage(
            "The repository does not have the git object \(name), which the target needs",
            expected:
                "Expected every file of the target to be in the repository (a shallow or partial clone lacks some)",
            advice: "Fetch what is missing with “git fetch --unshallow”, or choose another release:",
            commands: [.rollback])
    }
}
