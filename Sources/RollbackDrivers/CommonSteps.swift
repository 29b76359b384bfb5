package import RollbackCore

/// The planned steps that belong to no driver of their own.
package enum CommonSteps {
    package static func symptoms() -> Contribution {
        Contribution(
            .capture,
            PlannedStep(
                name: "capture/symptoms", kind: NoteSymptoms.kind, summary: "note failing answers and last log lines",
                necessity: .optional, limit: 2))
    }

    package static func pin(_ bad: CommitID) -> Contribution {
        Contribution(
            .capture,
            PlannedStep(
                name: "pin", kind: PinPlatform.kind, summary: "pin \(bad.short) as bad, until: lastgood unpin",
                necessity: .optional))
    }

    package static func pinHooks() -> Contribution {
        Contribution(
            .capture,
            PlannedStep(
                name: "pin/hooks", kind: InstallPinHooks.kind,
                summary: "install git hooks that warn of the pinned release, until: lastgood unpin",
                necessity: .optional))
    }

    /// - Parameter emptied: absolute folders that the swap may have left with nothing but caches in them.
    package static func clearCaches(root: String, patterns: [String], emptied: [String]) throws -> Contribution {
        let settings = ClearCaches.Settings(root: root, patterns: patterns, emptied: emptied)
        return Contribution(
            .tidy,
            PlannedStep(
                name: "clear/caches", kind: ClearCaches.kind, settings: try JSONValue(encoding: settings),
                summary: "clear caches: \(patterns.joined(separator: ", "))", necessity: .optional))
    }

    /// - Parameter limit: seconds that liveness may take to come back.
    /// - Returns: nil when there is nothing to ask.
    package static func liveness(_ checks: [Check], limit: Double) throws -> Contribution? {
        let alive = checks.filter(\.liveness)
        guard !alive.isEmpty else { return nil }
        return Contribution(
            .liveness,
            PlannedStep(
                name: "liveness", kind: AwaitLiveness.kind,
                settings: try JSONValue(encoding: LivenessSettings(checks: alive, limit: limit)),
                summary: "wait until the platform is alive (\(alive.count == 1 ? "1 check" : "\(alive.count) checks"))")
        )
    }

    /// Whether the target's sources parse does not depend on where they lie: it is asked while they are being written,
    /// and not when everybody waits for the result. What is put in place is proved to be the same.
    package static func verifyAhead(_ check: Check) throws -> Contribution {
        Contribution(
            .capture,
            PlannedStep(
                name: "verify/sources", kind: VerifyPlatform.ahead,
                settings: try JSONValue(encoding: VerificationSettings(checks: [check], unproved: [])),
                summary: "parse the target's sources that go back", necessity: .verification))
    }

    /// - Parameters:
    ///   - checks: what is asked of the platform.
    ///   - unproved: layers that no check covers, named so that nobody takes them for proved.
    package static func verify(_ checks: [Check], unproved: [String]) throws -> Contribution {
        let settings = VerificationSettings(checks: checks, unproved: unproved)
        return Contribution(
            .verify,
            PlannedStep(
                name: "verify", kind: VerifyPlatform.kind, settings: try JSONValue(encoding: settings),
                summary: "verify with \(checks.count == 1 ? "1 check" : "\(checks.count) checks")",
                necessity: .verification))
    }
}

struct VerificationSettings: Hashable, Codable, Sendable {
    var checks: [Check]
    var unproved: [String]
}

struct LivenessSettings: Hashable, Codable, Sendable {
    var checks: [Check]
    var limit: Double
}
