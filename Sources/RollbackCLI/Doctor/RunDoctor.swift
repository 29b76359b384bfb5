import RollbackCore
import RollbackDrivers
import RollbackReporting
import RollbackStore

/// Whether an earlier run, or the pin that it left, is in the way of the next one.
struct RunDoctor: Sendable {
    let platform: Platform

    func findings() async -> [Finding] { [await pin(), run()] }

    private func pin() async -> Finding {
        do {
            guard let pin = try platform.access.pins.read() else { return Finding(.ok, "pin", "there is none") }
            if try await platform.current() == pin.badRelease {
                return Finding(
                    .problem, "pin", "\(pin.badRelease.short), which \(pin.run) rolled back from, is checked out again",
                    advice: "Go back again, or release the pin if it is right after all", command: .rollback)
            }
            return Finding(
                .warning, "pin", "rolled back from \(pin.badRelease.short) by \(pin.actor) since \(pin.since)",
                advice: "Release the pin once the fix is ready", command: .unpin)
        } catch {
            // It keeps nobody from a rollback, but what it marks as bad is not known.
            return Finding(
                .warning, "pin", platform.effects.words(error), advice: "Keep a copy of it, then remove it",
                command: .removePin)
        }
    }

    private func run() -> Finding {
        do {
            guard let newest = try newest() else { return Finding(.ok, "runs", "nothing was ever rolled back here") }
            if PlatformLock.isHeld(platform.state) {
                return Finding(.warning, "runs", "a run is under way", advice: "Watch it", command: .follow)
            }
            if newest.state.unfinished { return Finding(.problem, "runs", .runUnfinished(newest.run)) }
            guard newest.state.resumable else { return Finding(.ok, "runs", "\(newest.run) has come to its end") }
            return Finding(
                .warning, "runs", "\(newest.run) is held for a person", advice: "Finish it, or take it back",
                command: .resume)
        } catch let failure as Failure {
            return Finding(.problem, "runs", failure)
        } catch {
            return Finding(.problem, "runs", platform.effects.words(error))
        }
    }

    /// Of the disk and of memory: either can wait to be finished.
    private func newest() throws -> StoredRun? {
        let own = try platform.state.newest()
        guard let other = try platform.state.twin?.newest() else { return own }
        return own.map { $0.run < other.run ? other : $0 } ?? other
    }
}
