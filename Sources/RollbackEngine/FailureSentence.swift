import RollbackCore

extension Error {
    /// True when recording itself has failed: the run must stop then instead of treating it as a step's failure.
    var isOfTheJournal: Bool {
        switch self as? Failure {
        case .journalPoisoned, .journalCorrupt, .illegalTransition: true
        default: false
        }
    }
}
