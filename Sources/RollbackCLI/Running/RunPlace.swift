import RollbackCore
import RollbackFiles
import RollbackStore

/// Where a run keeps its journal and what it captures.
struct RunPlace: Sendable {
    var run: RunID
    var folder: String
    var journal: any Journaling

    /// - Parameter forgiven: told when the journal fails in the middle; nil: such a failure stops the run.
    static func begin(_ platform: Platform, forgiven: (@Sendable (any Error) -> Void)?) throws -> RunPlace {
        let clock = platform.effects.clock
        let run = try platform.state.beginRun()
        let file = try JournalFile.create(platform.state.journalPath(run), wallTime: { clock.wallTime() })
        let faulty = try RunAssembly.withFaults(file)
        let journal: any Journaling = forgiven.map { ForgivingJournal(faulty, onFailure: $0) } ?? faulty
        return RunPlace(run: run, folder: platform.state.runPath(run), journal: journal)
    }
}

extension Failure {
    /// The disk takes nothing any more: full, failing or read-only.
    var isOfTheDisk: Bool {
        switch self {
        case .file(_, _, let number): DiskTrouble.says(number)
        case .journalPoisoned, .journalNotBegun, .noRoom: true
        default: false
        }
    }
}
