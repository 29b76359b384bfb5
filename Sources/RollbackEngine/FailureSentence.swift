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

extension String {
    /// What fits into a sentence; the rest of a failure's words (a service's last lines) is in its own event.
    var firstLine: String { split(whereSeparator: \.isNewline).first.map(String.init) ?? self }
}
