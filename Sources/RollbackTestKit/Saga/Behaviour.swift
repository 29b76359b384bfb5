package import RollbackCore

/// How a step of a `World` behaves.
package struct Behaviour: Sendable {
    package enum Observing: Sendable {
        /// It says what is true; `half` is unclear.
        case truthful
        /// It cannot tell.
        case unclear
        /// Asking fails.
        case failing
    }

    /// Every attempt fails: before any effect, or with half of it done.
    package var fails: World.Fact?
    package var undoFails = false
    /// Every `perform` and every `undo` is done twice in a row.
    package var twice = false
    package var observing = Observing.truthful
    /// What a verification found.
    package var report: VerificationReport?

    package init(
        fails: World.Fact? = nil, undoFails: Bool = false, twice: Bool = false, observing: Observing = .truthful,
        report: VerificationReport? = nil
    ) {
        self.fails = fails
        self.undoFails = undoFails
        self.twice = twice
        self.observing = observing
        self.report = report
    }
}

/// What a step fails with on purpose.
package struct OnPurpose: Error, CustomStringConvertible {
    package init() {}
    package var description: String { "on purpose" }
}
