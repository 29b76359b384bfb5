import FoundationEssentials
import Glibc
import RollbackCore
import RollbackDrivers
import RollbackReporting
import RollbackSnapshots
import RollbackStore

/// Puts what a snapshot holds over live files: shown, consented to, and first kept in a snapshot of its own, so that it
/// can be taken back. A database is never overwritten.
struct LiveRestoring: Sendable {
    let platform: Platform
    let console: Console
    let actor: String
    let consented: Bool
    /// Whether names that the snapshot does not have go away.
    let exact: Bool

    func run(_ sequence: Int, part: String, paths: [String]) async throws -> ExitCode {
        let plan = LiveRestorePlan(platform: platform, exact: exact)
        var view = try await plan.view(sequence, part, paths)
        while true {
            guard !view.changes.isEmpty else { return finish(view) }
            console.say(SnapshotText.restoring(view))
            try askForConsent(view)
            let lock = try RunLock(platform: platform, actor: actor).acquireInBackground()
            try RunLock(platform: platform, actor: actor).refuseUnfinished()
            // Somebody may have rolled back while the question stood there.
            let now = try await plan.view(sequence, part, paths)
            guard consented || now == view else {
                view = now
                continue
            }
            let done = try await restore(now, paths)
            withExtendedLifetime(lock) {}
            return done.map(finish) ?? console.gaveWay(again: TypedLine().text)
        }
    }

    private func finish(_ view: LiveRestoreView) -> ExitCode {
        console.emit(JSONLines.snapshotRestored(view))
        console.say(SnapshotText.restored(view))
        let back = view.before.map { SuggestedCommand.snapshotRestoreLive($0, part: view.part).text }
        console.emit(JSONLines.exit(.done, next: [back].compactMap(\.self)))
        return .done
    }

    private func askForConsent(_ view: LiveRestoreView) throws {
        guard !consented else { return }
        guard console.canAsk else {
            console.emit(JSONLines.snapshotRestored(view))
            throw Failure.consentNeeded(again: TypedLine().consented())
        }
        let answer = console.ask("Put it over what is live? [y/N] ")?.lowercased() ?? ""
        guard ["y", "yes"].contains(answer) else { throw Failure.cancelled }
    }

    /// - Returns: nil where a rollback needed the platform: the same again finishes.
    private func restore(_ view: LiveRestoreView, _ paths: [String]) async throws -> LiveRestoreView? {
        let wish = SnapshotWish(
            reason: "before restoring \(view.part) of snapshot \(view.sequence)",
            withoutDatabases: "a restore overwrites no database", prunes: false)
        let taking = SnapshotTaking(platform: platform, progress: console.background)
        let taken = try await Preemption.unlessWanted(platform.state, platform.effects.clock) {
            try await taking.take(wish)
        }
        guard let before = taken else { return nil }
        console.background(.doing("restoring \(view.part)"))
        let plan = LiveRestorePlan(platform: platform, exact: exact)
        // It is asked to stop between two files, and not cancelled: the lock is held until it has.
        let outcome = try await BlockingWork.run {
            do {
                return LiveTree.Outcome?.some(try plan.restore(view, paths, before: before.sequence))
            } catch is CancellationError {
                return nil
            }
        }
        return outcome.map { told($0, view, before) }
    }

    private func told(_ outcome: LiveTree.Outcome, _ view: LiveRestoreView, _ before: SnapshotView) -> LiveRestoreView {
        var view = view
        view.before = before.sequence
        (view.restored, view.removed, view.aside) = (outcome.restored, outcome.removed, outcome.aside)
        view.left = outcome.left.map { left in
            "\(String(decoding: left.path, as: UTF8.self)): \(words(left.reason, view))"
        }
        view.left += outcome.notes.map { note in
            "\(String(decoding: note.path, as: UTF8.self)): \(String(decoding: note.attribute, as: UTF8.self)) could not be set"
        }
        return view
    }

    private func words(_ reason: LiveTree.Reason, _ view: LiveRestoreView) -> String {
        switch reason {
        case .database:
            "it is a database, which may be in use; beside: \(SuggestedCommand.snapshotRestore(view.sequence, to: "DIR").text)"
        case .changed: "it changed meanwhile; the same command again restores it"
        case .folder: "a folder with something in it stands there"
        }
    }
}
