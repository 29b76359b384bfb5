import RollbackCore
import RollbackReporting
import RollbackStore

/// Opens by hand the run that waits for somebody, where there is one.
struct ManualOpening: Sendable {
    let platform: Platform
    let console: Console
    let actor: String
    let strict: Bool

    /// - Returns: nil when there is none, or the person wants a new one.
    func goOn() async throws -> ExitCode? {
        guard !PlatformLock.isHeld(platform.state), let stored = try platform.state.newest(), stored.state.waits else {
            return nil
        }
        guard try wanted(stored) else { return nil }
        return try await RunRevival(platform: platform, console: console, actor: actor, strict: strict, handOver: false)
            .execute(.byHand, named: stored.run)
    }

    /// A run that was cut short has to be ended before another can begin, so nobody is asked about it.
    private func wanted(_ stored: StoredRun) throws -> Bool {
        if stored.state.unfinished {
            console.say("\(stored.run) was cut short; this goes on with it, step by step.")
            return true
        }
        guard let end = stored.state.end else { return false }
        console.say("\(stored.run) is \(OutcomeText.headline(end)).")
        end.reasons.forEach { console.say("  " + Words.sentence($0)) }
        guard let answer = console.ask("Go on with \(stored.run) by hand, from where it stands? [Y/n] ") else {
            throw Failure.cancelled
        }
        return ["", "y", "yes"].contains(answer.lowercased())
    }
}

extension RunState {
    /// Somebody may want to go on with it by hand.
    var waits: Bool {
        guard !unfinished, let end else { return header != nil }
        return opensByHand && (end.outcome != .degraded || steps.values.contains { $0.word == "skipped" })
    }

    /// It can be gone on with by hand: it did not come to the end that it should have.
    var opensByHand: Bool {
        guard !unfinished, let end else { return true }
        return !end.undone && [.stuck, .degraded, .unhealthy].contains(end.outcome)
    }
}
