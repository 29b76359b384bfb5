import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// A line in `HEAD`'s reflog, so that `git reflog` tells people what happened. A line lost in a crash loses nothing.
struct Reflog {
    let git: GitRepository

    /// `<old> <new> <name> <<mail>> <seconds> <zone> TAB <message>` (git, `refs/files-backend.c`).
    func note(from old: CommitID, to new: CommitID, _ message: String) throws {
        let descriptor = open("\(git.gitFolder)/logs/HEAD", O_WRONLY | O_APPEND | O_CLOEXEC)
        guard descriptor != -1 else { return }
        defer { close(descriptor) }
        let line = "\(old) \(new) lastgood <lastgood@localhost> \(time(nil)) +0000\t\(message)\n"
        try Data(line.utf8).withUnsafeBytes { try FileCall.write($0, to: descriptor, path: "logs/HEAD") }
    }
}
