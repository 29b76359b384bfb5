import RollbackCore

/// Failures of services.
extension FailureText {
    static func portTaken(_ port: Int, _ holder: String, _ service: ServiceName) -> FailureMessage {
        FailureMessage(
            "\(service) cannot start: its port \(port) is held by \(holder)",
            expected: "Expected port \(port) to be free, or held by \(service) itself",
            advice: "Stop that process; then go on with the run that is held, or take it back:",
            commands: [.resume, .undo, .status])
    }

    static func exitedAtStart(_ service: ServiceName, _ status: Int32, _ lastLines: [String]) -> FailureMessage {
        let last = lastLines.isEmpty ? ["It printed nothing."] : ["Its last lines:"] + lastLines.map { "| \($0)" }
        return FailureMessage(
            "\(service) ended right after its start, \(ending(status))", details: last,
            expected: "Expected it to keep running and to answer its health check",
            advice: "Read its log, mend the cause, then go on; or go back to where the run began:",
            commands: [.logs(service), .resume, .undo])
    }

    static func cannotStart(_ service: ServiceName, _ why: String) -> FailureMessage {
        FailureMessage(
            "\(service) could not be started: \(why)", expected: "Expected it to start and to answer its health check",
            advice: "Read its log, mend the cause, then go on; or go back to where the run began:",
            commands: [.logs(service), .resume, .undo])
    }

    static func cannotStartAgain(_ service: ServiceName, _ why: String) -> FailureMessage {
        FailureMessage(
            "\(service) cannot be started again: \(why)",
            expected: "Expected to know how \(service) comes back before anything is done to it",
            advice: "Mend that and repeat the rollback; a start command belongs into"
                + " rollback/config/rollback-config.json (service_dependencies.\(service).start)",
            "Or leave it out: name the other services with --service")
    }

    static func secretMissing(_ service: ServiceName, _ variable: String, _ why: String) -> FailureMessage {
        FailureMessage(
            "\(service) cannot be started without its variable \(variable): \(why)",
            expected:
                "Expected the value that the service's `environment` in rollback/config/rollback-config.json refers to",
            advice: "Set it where lastgood is started, or mend the reference, then run the same command again;"
                + " where a run is held, go on with it:",
            commands: [.resume])
    }

    static func wouldNotStop(_ service: ServiceName, _ process: Int32) -> FailureMessage {
        FailureMessage(
            "\(service) did not stop: process \(process) is still there after SIGTERM and SIGKILL",
            expected: "Expected every process of \(service) to be gone within its stop limit",
            advice: "A process that SIGKILL does not end waits for a disk or network share, or belongs to another user;"
                + " look at it with “ps -o pid,user,stat,wchan,args -p \(process)”, then go on:",
            commands: [.resume, .undo])
    }

    /// Shells count a death by signal as 128 + the signal.
    static func ending(_ status: Int32) -> String {
        status > 128 && status < 160 ? "by signal \(status - 128)" : "with status \(status)"
    }
}
