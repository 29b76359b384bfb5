import Glibc
import RollbackCore
import RollbackFiles

/// Makes a tree as readable for everyone as it is for its owner. Programs that lastgood runs create files that only
/// their owner reads; services of other users could not load those.
enum SharedModes {
    static func open(_ folder: String) throws {
        try open(path: folder)
        var failure: (any Error)?
        try TreeWalk.walk(folder, enter: { _ in true }) { path, _, _ in
            do { try open(path: "\(folder)/\(path)") } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
    }

    private static func open(path: String) throws {
        guard let facts = FileCall.facts(path), facts.st_mode & S_IFMT != S_IFLNK else { return }
        let mode = facts.st_mode & 0o7777
        let readable = mode | (mode & 0o500) >> 3 | (mode & 0o500) >> 6
        if readable != mode { try FileCall.check(path, "make readable for services") { chmod(path, readable) } }
    }
}
