import Glibc
import RollbackCore
import RollbackFiles

/// Notes that a run can do without. A disk that takes nothing more must not keep a service down for the sake of one.
struct Dispensable {
    private let progress: StepProgress
    init(_ progress: StepProgress) { self.progress = progress }

    /// A disk that is full, failing or read-only is a warning.
    /// - Parameter what: what is lost then, as a person calls it.
    /// - Throws: every other error of the note.
    func write(_ what: String, _ note: () throws -> Void) throws {
        do { try note() } catch Failure.file(let path, _, let number) where DiskTrouble.says(number) {
            let why = String(cString: strerror(number))
            progress(.warning("not written down: \(what) (\(path): \(why))"))
        }
    }
}
