import RollbackCore

/// Failures of files, lastgood's own state, and its runs.
extension FailureText {
    static func file(_ path: String, _ doing: String, _ number: Int32) -> FailureMessage {
        FailureMessage(
            "Could not \(doing) \(path): \(SystemError.text(number))",
            advice: SystemError.advice(number, path: path), commands: [.status])
    }

    static func journalCorrupt(_ path: String, _ sequence: Int, _ why: String) -> FailureMessage {
        FailureMessage(
            "The run's journal is damaged: \(path), record \(sequence): \(why)",
            expected: "Expected every record to follow from the one before; only the last may be cut short",
            advice: "Nothing is done on the word of a damaged journal. Keep the file, check the disk,"
                + " and compare what runs with what should run:",
            commands: [.status, .verify])
    }

    static func journalPoisoned(_ path: String) -> FailureMessage {
        FailureMessage(
            "The disk refused to make \(path) durable, so nothing more is written to it",
            expected: "Expected each step to be on disk before the next begins",
            advice: "Free or replace the disk, look at the kernel's messages, then finish the run or take it back:",
            commands: [.resume, .undo])
    }

    static func newerState(_ path: String, _ version: Int, _ known: Int) -> FailureMessage {
        FailureMessage(
            "\(path) was written by a newer lastgood, in format \(version); this one reads up to format \(known)",
            expected: "Expected state of format \(known) or older",
            advice: "Use the newer lastgood that wrote it; this one changes nothing here")
    }

    static func stateUnreadable(_ path: String, _ why: String) -> FailureMessage {
        FailureMessage(
            "lastgood's own state cannot be read: \(path): \(why)",
            advice: "Keep a copy of the file, then mend it or move it away, and see where things stand:",
            commands: [.status])
    }

    static func locked(_ owner: LockOwner) -> FailureMessage {
        let holder = "held by \(owner.user) on host \(owner.host) (process \(owner.process)) since \(owner.since)"
        let work = owner.run.map { " \($0)" } ?? ""
        switch owner.purpose {
        case .rollback:
            return FailureMessage(
                "The platform is \(holder) for rollback\(work)",
                advice: "Wait for it, or watch it:", commands: [.follow, .status])
        case .background:
            return FailureMessage(
                "The platform is \(holder) for background work\(work) that did not give way",
                advice:
                    "Wait for it, or end process \(owner.process) on \(owner.host); then run the same command again",
                commands: [.status])
        }
    }

    static func noRun(_ what: String) -> FailureMessage {
        FailureMessage("There is no such run: \(what)", advice: "See what was done here last:", commands: [.status])
    }
}
