import FoundationEssentials
import Glibc
import RollbackCore
import RollbackFiles
import RollbackStore

/// Where a run keeps its journal and what it captures: on the platform's disk, or, on a disk that takes nothing any
/// more and with somebody's consent, in memory.
struct RunPlace: Sendable {
    var run: RunID
    var folder: String
    var journal: any Journaling
    /// False: the run can neither be resumed nor undone once its process has ended.
    var durable: Bool

    /// - Parameter consent: somebody accepted that the run may be neither resumable nor undoable.
    /// - Throws: what keeps the disk from being written, when that was not consented to.
    static func begin(_ platform: Platform, consent: Bool, warn: @escaping @Sendable (String) -> Void) throws -> RunPlace {
        let clock = platform.effects.clock
        do {
            let run = try platform.state.beginRun()
            let file = try JournalFile.create(platform.state.journalPath(run), wallTime: { clock.wallTime() })
            let faulty = try RunAssembly.withFaults(file)
            let journal: any Journaling = consent ? ForgivingJournal(faulty) { warn("the journal failed: \(platform.effects.words($0))") } : faulty
            return RunPlace(run: run, folder: platform.state.runPath(run), journal: journal, durable: true)
        } catch let failure as Failure where consent && Self.isOfTheDisk(failure) {
            return try inMemory(platform, warn)
        }
    }

    private static func inMemory(_ platform: Platform, _ warn: @Sendable (String) -> Void) throws -> RunPlace {
        let run = RunID((try platform.state.runs().last?.number ?? 0) + 1)
        let folder = "/dev/shm/lastgood-\(getpid())"
        try FileCall.makeDirectory(folder)
        warn("the disk takes nothing: this run is kept in memory and can be neither resumed nor undone")
        return RunPlace(run: run, folder: folder, journal: VolatileJournal(), durable: false)
    }

    static func isOfTheDisk(_ failure: Failure) -> Bool {
        switch failure {
        case .file(_, _, let number): [ENOSPC, EDQUOT, EROFS, EIO].contains(number)
        case .journalPoisoned: true
        default: false
        }
    }
}
