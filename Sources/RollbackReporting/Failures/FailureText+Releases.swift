import RollbackCore

/// Failures of releases.
extension FailureText {
    static func code(for refusal: ReleaseRefusal) -> String {
        switch refusal {
        case .unknown: "unknown-release"
        case .changedFiles: "release-changed-files"
        case .commitGone: "release-commit-gone"
        case .edited: "release-edited"
        case .environment(let trouble): code(for: trouble)
        case .pinned: "release-pinned"
        }
    }

    private static func code(for trouble: EnvironmentTrouble) -> String {
        switch trouble {
        case .keyMissing: "key-missing"
        case .keyOpen: "key-open"
        case .keyDamaged: "key-damaged"
        case .otherKey: "other-key"
        case .gone: "environment-gone"
        case .damaged: "environment-damaged"
        }
    }

    static func release(_ refusal: ReleaseRefusal) -> FailureMessage {
        switch refusal {
        case .unknown(let name, let newest): unknownRelease(name, newest)
        case .changedFiles(let commit, let paths, let count): changedRelease(commit, paths, count)
        case .commitGone(let number, let commit, let fetch):
            FailureMessage(
                "\(number) is commit \(commit.short), which this repository does not have any more",
                advice: "It was removed, or never fetched; fetch it from a clone that has it: \(fetch)",
                commands: [.releaseList])
        case .edited(let number, let path):
            FailureMessage(
                "The record of \(number) was changed by somebody: \(path) does not give the id that stands in it",
                expected: "Expected a record as lastgood wrote it: releases never change",
                advice: "Put its old text back, or move it away; its number is not given again",
                commands: [.releaseList])
        case .environment(let trouble): environment(trouble)
        case .pinned(let commit, let run):
            FailureMessage(
                "\(commit.short) was not activated: it was rolled back from by \(run), and is pinned as bad",
                advice: "Once it is right after all, release the pin, and activate it then:", commands: [.unpin])
        }
    }

    private static func unknownRelease(_ name: String, _ newest: ReleaseNumber?) -> FailureMessage {
        guard let newest else {
            return FailureMessage(
                "There is no release “\(name)”: none was recorded here", advice: "Record what is checked out:",
                commands: [.releaseRecord])
        }
        return FailureMessage(
            "There is no release “\(name)”; the newest is \(newest)",
            expected: "Expected a number like \(newest), or the commit of a recorded release",
            advice: "See what is recorded:", commands: [.releaseList])
    }

    private static func changedRelease(_ commit: CommitID, _ paths: [String], _ count: Int) -> FailureMessage {
        FailureMessage(
            "Nothing was recorded: \(Words.count(count, "file")) of the checkout "
                + "\(count == 1 ? "differs" : "differ") from \(commit.short)",
            details: paths + (count > paths.count ? ["…"] : []),
            expected: "Expected the commit as it is: a release can be brought back only from what git keeps of it",
            advice: "Commit the changes or put them away (“git stash”), then record again:",
            commands: [.releaseRecord])
    }

    private static func environment(_ trouble: EnvironmentTrouble) -> FailureMessage {
        switch trouble {
        case .keyMissing(let key):
            FailureMessage(
                "The environment of the release cannot be opened here: there is no key at \(key)",
                expected: "Expected the key that it was sealed with; it never leaves the machine and user that made it",
                advice: "Bring the key back from a backup, or put the values into the environment files by hand",
                commands: [.releaseList])
        case .keyOpen(let key):
            FailureMessage(
                "The key \(key) is not used: it belongs to another user, or others may read or change it",
                expected: "Expected a file of mode 0600 of the user who calls",
                advice: "Take it back (“chmod 600 \(Command.quoted(key))”), and think of the sealed values as known")
        case .keyDamaged(let key):
            FailureMessage(
                "The key \(key) is damaged", expected: "Expected 32 bytes",
                advice: "Bring it back from a backup; without one, move it away: what was sealed with it stays closed")
        case .otherKey(let file, let key):
            FailureMessage(
                "The environment of the release cannot be opened here: \(file) was sealed with another key than \(key)",
                advice: "Act as the user, and on the machine, that recorded the release; or put the values into the"
                    + " environment files by hand")
        case .gone(let digest):
            FailureMessage(
                "The environment of the release is gone: nothing is kept under \(digest.short)",
                advice: "Put the values into the environment files by hand, and record the release anew:",
                commands: [.releaseRecord])
        case .damaged(let file):
            FailureMessage(
                "The environment of the release cannot be opened: \(file) is damaged",
                advice: "Bring it back from a backup, or put the values into the environment files by hand")
        }
    }
}
