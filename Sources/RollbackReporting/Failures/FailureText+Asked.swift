import RollbackCore

/// Failures of what was asked for.
extension FailureText {
    static func usage(_ what: String, _ next: String) -> FailureMessage {
        var message = FailureMessage(what)
        if !next.isEmpty { message.commands = [SafeText.oneLine(next)] }
        return message
    }

    static func consentNeeded(_ again: String) -> FailureMessage {
        var message = FailureMessage(
            "Nothing was done: this needs a person's consent, and there is no terminal to ask on",
            advice: "To consent, run exactly this line:")
        message.commands = [SafeText.oneLine(again)]
        return message
    }

    static var cancelled: FailureMessage {
        FailureMessage("Cancelled; nothing was changed", commands: [.status, .rollback])
    }

    static func noTarget(_ why: String) -> FailureMessage {
        FailureMessage(
            "No release was chosen to go back to: \(why)", expected: "Expected one release that worked",
            advice: "Choose one of the candidates on a terminal, or name any commit of “git log --all” with --commit:",
            commands: [.choose])
    }

    static func unknownCommit(_ name: String) -> FailureMessage {
        FailureMessage(
            "There is no commit “\(name)” in this repository",
            expected: "Expected a commit hash, a branch or a tag that this repository has",
            advice: "Without --commit the releases to choose from are shown:", commands: [.rollback])
    }

    static func ambiguousCommit(_ name: String, _ candidates: [String]) -> FailureMessage {
        FailureMessage(
            "“\(name)” could be any of \(Words.count(candidates.count, "commit"))", details: candidates,
            expected: "Expected a name that fits one commit only", advice: "Give more digits, for example:",
            commands: candidates.prefix(1).map { .rollbackTo(commit: first(of: $0)) })
    }

    static func nothingToDo(_ why: String) -> FailureMessage {
        FailureMessage(
            "There is nothing to do: \(why)",
            advice: "If the platform is still broken, see what fails, or choose an older release:",
            commands: [.verify, .choose])
    }

    static func stalePlan(_ digest: String, _ changed: [String]) -> FailureMessage {
        let what = changed.isEmpty ? "something it depends on" : Words.list(changed)
        return FailureMessage(
            "Nothing was done: plan \(digest.prefix(12)) is stale, because \(what) has changed since it was made",
            expected: "Expected everything that the plan depends on to be as it was",
            advice: "Make a new plan, read it, and run the line it ends with:", commands: [.plan])
    }

    static func unknownPlan(_ digest: String) -> FailureMessage {
        FailureMessage(
            "No plan with the digest “\(digest)” comes out of the platform as it is now",
            expected: "Expected the digest that “lastgood plan” printed, or at least its first 8 digits",
            advice: "Make a new plan and use its digest:", commands: [.plan])
    }

    /// Candidates may carry a subject after the hash.
    private static func first(of candidate: String) -> String {
        candidate.split(separator: " ").first.map(String.init) ?? candidate
    }
}
