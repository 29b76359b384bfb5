import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// What is checked out, read from git's own files (gitrepository-layout(5)) without starting a git: a rollback asks for
/// it several times, and each process takes milliseconds. Nil wherever the files leave a doubt; git is asked then.
struct GitHead: Hashable {
    /// Below `refs/heads/`; nil when `HEAD` is detached.
    let branch: String?
    /// Nil: git has to say.
    let commit: CommitID?

    init?(_ git: GitRepository) {
        let path = "\(git.gitFolder)/HEAD"
        // Old versions made `HEAD` a symbolic link.
        guard FileCall.linkText(path) == nil, let text = Self.text(path) else { return nil }
        guard let name = Self.target(text) else {
            guard let commit = Self.commit(text) else { return nil }
            (branch, self.commit) = (nil, commit)
            return
        }
        let heads = "refs/heads/"
        guard name.hasPrefix(heads) else { return nil }
        branch = String(name.dropFirst(heads.count))
        commit = Self.loose(name, git) ?? Self.packed(name, git)
    }

    private static func text(_ path: String) -> String? {
        (try? FileCall.read(path)).flatMap(\.self).map { String(decoding: $0, as: UTF8.self) }
    }

    /// `ref: refs/heads/main`.
    private static func target(_ text: String) -> String? {
        text.hasPrefix("ref:") ? String(text.dropFirst(4)).trimmed : nil
    }

    private static func commit(_ text: String) -> CommitID? {
        let name = text.trimmed
        guard [40, 64].contains(name.utf8.count), name.utf8.allSatisfy(isHexadecimal) else { return nil }
        return CommitID(name)
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    private static func loose(_ name: String, _ git: GitRepository) -> CommitID? {
        text("\(git.commonFolder)/\(name)").flatMap(commit)
    }

    /// `<object> SP <name>` a line; a loose branch, whatever it holds, comes before a packed one.
    private static func packed(_ name: String, _ git: GitRepository) -> CommitID? {
        guard FileCall.facts("\(git.commonFolder)/\(name)") == nil, let all = text("\(git.commonFolder)/packed-refs")
        else { return nil }
        let line = all.split(separator: "\n").first { $0.utf8.count > name.utf8.count && $0.hasSuffix(" \(name)") }
        return line.flatMap { commit(String($0.prefix { $0 != " " })) }
    }
}
