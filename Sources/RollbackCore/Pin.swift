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

    package init(
        badRelease: CommitID, target: CommitID, run: RunID, since: String, reason: String?, actor: String
    ) {
        self.badRelease = badRelease
        self.target = target
        self.run = run
        self.since = since
        self.reason = reason
        self.actor = actor
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
