import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles

/// Packs in which a verification has found damage: what only they have is kept anew by the next writer that meets it.
/// The store's file `suspects`, an id a line. It is not authenticated: whoever forges it costs room, and no more.
struct Suspects {
    let path: String

    func read() -> Set<RandomID> {
        guard let data = try? FileCall.read(path) else { return [] }
        return Set(String(decoding: data, as: UTF8.self).split(separator: "\n").compactMap { RandomID(String($0)) })
    }

    /// Notes what a verification has looked at.
    /// - Parameter looked: nil: at everything.
    /// - Throws: `Failure.file`; not where nothing can be written: what was found is told in any case.
    func note(_ damaged: Set<RandomID>, of looked: Set<RandomID>?) throws {
        let known = read()
        let now = known.subtracting(looked ?? known).union(damaged)
        guard now != known else { return }
        let text = now.sorted().map { "\($0)\n" }.joined()
        do {
            try AtomicFile.write(Data(text.utf8), to: path)
        } catch Failure.file(_, _, let number) where [EROFS, EACCES, EPERM, ENOSPC, EDQUOT].contains(number) {}
    }
}

extension SnapshotStore {
    var suspects: Suspects { Suspects(path: "\(path)/suspects") }

    /// Whether a verification has found damage: then a writer may go on without what cannot be read.
    package var isKnownToBeDamaged: Bool { !suspects.read().isEmpty }
}
