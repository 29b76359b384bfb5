import RollbackCore

/// Failures of files, lastgood's own state, and its runs.
extension FailureText {
    static func file(_ path: String, _ doing: String, _ number: Int32) -> FailureMessage {
        FailureMessage(
            "Could not \(doing) \(path): \(SystemError.text(number))",
            advice: SystemError.advice(number, path: path), commands: [.status])
    }

    static func journalCorrupt(_ path: String, _ sequence: Int, _ why: String) -> FailureMessage {
        var message = FailureMessage(
            "The run's journal is damaged: \(path), record \(sequence): \(why)",
            expected: "Expected every record to follow from the one before; only the last may be cut short",
            advice: "Nothing is done on the word of a damaged journal. Check the disk, and compare what runs with what"
                + " should run; then set the run aside, with all that it kept, and lastgood goes on without it:",
            commands: [.status, .verify])
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) }
        message.commands += folder.map { [SafeText.oneLine(Command(["mv", $0, "\($0).damaged"]).shellText)] } ?? []
        return message
    }

    static func journalPoisoned(_ path: String) -> FailureMessage {
        FailureMessage(
            "The disk refused to make \(path) durable, so nothing more is written to it",
            expected: "Expected each step to be on disk before the next begins",
            advice: "Free or replace the disk, look at the kernel's messages, then finish the run or take it back:",
            commands: [.resume, .undo])
    }

    static func journalNotBegun(_ path: String) -> FailureMessage {
        FailureMessage(
            "Nothing was done: the disk refused to make \(path) durable",
            expected: "Expected each step to be on disk before the next begins",
            advice: "Free or replace the disk, then run the same command again; or go back all the same with"
                + " --accept-not-resumable: the run is kept in memory then, and lost at a reboot",
            commands: [.status])
    }

    static func noRoom(_ path: String, _ needed: Int, _ free: Int) -> FailureMessage {
        FailureMessage(
            "Nothing was done: the target's files need \(megabytes(needed)) beside the live ones, and the disk of \(path)"
                + " has \(megabytes(free)) free",
            expected: "Expected room for them: they are complete and verified before the first one is put in place",
            advice: "Free space (“df -h \(Command.quoted(path))”), then run the same command again; or go back all the"
                + " same with --accept-not-resumable: the run is kept in memory then, and lost at a reboot",
            commands: [.status])
    }

    private static func megabytes(_ bytes: Int) -> String { "\(max(0, bytes) >> 20) MB" }

    static func folderNotOurs(_ path: String) -> FailureMessage {
        FailureMessage(
            "Nothing was done: \(path) belongs to another user, or others may look or write into it",
            expected: "Expected a folder of our own: a run keeps there what nobody else may read or change",
            advice: "See who made it (“ls -ld \(Command.quoted(path))”), remove it, and run the same command again")
    }

    static func newerState(_ path: String, _ version: Int, _ known: Int, _ program: String?) -> FailureMessage {
        FailureMessage(
            "\(path) was written by a newer lastgood, in format \(version); this one reads up to format \(known)",
            expected: "Expected state of format \(known) or older",
            advice: (program.map { "Use lastgood \($0) or newer, which wrote it" }
                ?? "Use the newer lastgood that wrote it")
                + "; this one changes nothing here")
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
        FailureMessage("There is no such run: \(what)", advice: "See what was done here:", commands: [.history])
    }
}
