import RollbackCore

/// Failures of helper programs and the network.
extension FailureText {
    static func commandMissing(_ program: String, _ why: String) -> FailureMessage {
        if program == "git" {
            return FailureMessage(
                "Nothing was done: git could not be started: \(why)",
                expected: "Expected git 2.30 or newer: the releases are read from its repository",
                advice: "Install git, or add its folder to PATH, and run the same command again")
        }
        return FailureMessage(
            "The program \(program) could not be started: \(why)", expected: "Expected it in PATH and executable",
            advice: "Install it or mend PATH, then run the same command again", commands: [.status])
    }

    static func commandFailed(_ command: Command, _ status: Int32, _ said: String) -> FailureMessage {
        let lines = SafeText.lines(said)
        let shown = lines.suffix(8).map { "| \($0)" }
        return FailureMessage(
            "A command failed, \(endedWords(status)): \(command.shellText)",
            details: shown.isEmpty ? ["It printed nothing."] : shown, expected: "Expected it to end with status 0",
            advice: "Run it by hand to see more, mend the cause, and see where things stand:", commands: [.status])
    }

    static func timeLimit(_ what: String, _ seconds: Double) -> FailureMessage {
        FailureMessage(
            "\(what) took longer than its limit of \(DurationText.text(seconds)) and was stopped",
            advice: "See where things stand; if it only needs longer, raise its limit in"
                + " rollback/config/rollback-config.json:",
            commands: [.status])
    }

    static func unreachable(_ url: String, _ why: String) -> FailureMessage {
        FailureMessage(
            "No answer from \(url): \(why)", expected: "Expected an HTTP answer within the limit",
            advice: "See whether the service behind it runs:", commands: [.status, .verify])
    }

    private static func endedWords(_ status: Int32) -> String {
        status > 128 && status < 160 ? "ended by signal \(status - 128)" : "status \(status)"
    }
}
