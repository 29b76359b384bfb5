package import FoundationEssentials

/// The mark that a platform was rolled back and must not be redeployed from the bad release.
package struct Pin: Hashable, Codable, Sendable {
    package var badRelease: CommitID
    package var target: CommitID
    package var run: RunID
    /// ISO 8601, for people.
    package var since: String
    package var reason: String?
    package var actor: String
    /// Releases that were bad already when this one was found to be; nil: none.
    package var earlierBad: [CommitID]?

    package init(
        badRelease: CommitID, target: CommitID, run: RunID, since: String, reason: String?, actor: String,
        earlierBad: [CommitID]? = nil
    ) {
        self.badRelease = badRelease
        self.target = target
        self.run = run
        self.since = since
        self.reason = reason
        self.actor = actor
        self.earlierBad = earlierBad
    }

    /// Every release that must not come back by itself, the newest first.
    package var bad: [CommitID] { [badRelease] + (earlierBad ?? []) }

    /// The same pin, which remembers what an earlier one said was bad. Whoever goes back to such a release means it.
    package func remembering(_ earlier: Pin?) -> Pin {
        guard let earlier else { return self }
        var pin = self
        let known = earlier.run == run ? earlier.earlierBad ?? [] : earlier.bad
        let kept = known.filter { $0 != badRelease && $0 != target }
        pin.earlierBad = kept.isEmpty ? nil : kept
        return pin
    }
}

/// Where a platform's pin is kept.
package protocol PinKeeping: Sendable {
    /// - Throws: `Failure.stateUnreadable` for a pin that cannot be understood.
    func read() throws -> Pin?
    /// The bytes as they are, readable or not, for `restore`.
    func raw() throws -> Data?
    func write(_ pin: Pin) throws
    /// Puts back what `raw` gave; nil removes the pin.
    func restore(_ data: Data?) throws
}
