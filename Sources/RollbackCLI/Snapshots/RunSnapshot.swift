import RollbackConfiguration
import RollbackCore
import RollbackDrivers
import RollbackEngine
import RollbackReporting
import RollbackStore

/// The complete snapshot that follows a run. The service is restored and the outcome written down before it begins: it
/// delays nothing, changes no outcome, and gives way to the next rollback and to whoever presses Ctrl-C.
struct RunSnapshot: Sendable {
    let platform: Platform
    let hub: EventHub
    let interruption: Interruption
    let label: LockLabel

    /// What is not kept within this time is left to a snapshot that nobody waits for.
    private static let patience = Duration.seconds(600)
    private static let pause = Duration.milliseconds(100)

    private enum Stop: Error {
        case asked
        case tooLong
    }

    /// - Returns: whether anything was tried: the report has something to add then.
    func take(after run: RunID, _ end: RunEnd, _ header: RunHeader?) async -> Bool {
        guard isWanted(end, header) else { return false }
        interruption.runHasEnded()
        do {
            try await attempt(run)
        } catch Stop.asked {
            failed(Interruption.leftOut)
        } catch Stop.tooLong {
            failed("it took too long to wait for: \(SuggestedCommand.snapshotCreate.text)")
        } catch {
            failed(platform.access.mask(platform.effects.words(error)))
        }
        return true
    }

    /// Only of a rollback after which the platform is served: where something fails, a person waits for what to do next.
    private func isWanted(_ end: RunEnd, _ header: RunHeader?) -> Bool {
        guard let header, platform.configuration.settings.backupBeforeRollback else { return false }
        return !header.plan.activates && !end.undone && [.healthy, .degraded].contains(end.outcome)
    }

    private func failed(_ why: String) { hub.emit(.snapshot(.failed(why))) }

    private func attempt(_ run: RunID) async throws {
        guard !platform.state.isInMemory else { return failed("the disk takes nothing") }
        guard !interruption.isAsked else { throw Stop.asked }
        let began = hub.elapsed
        hub.emit(.snapshot(.began))
        label.write(run: run, purpose: .background)
        let taken = try await Preemption.unlessWanted(platform.state, platform.effects.clock) {
            try await unlessStopped { try await taking(run) }
        }
        guard let view = taken else { return failed("another rollback needed the platform") }
        hub.emit(
            .snapshot(
                .taken(
                    sequence: view.sequence, entries: view.entries, bytes: view.bytes,
                    missing: view.missing.map(\.name), seconds: hub.elapsed - began)))
    }

    /// The services have changed since the platform was opened.
    private func taking(_ run: RunID) async throws -> SnapshotView {
        let now = try await platform.moved(to: platform.state)
        let captured = SnapshotSources.Tree(name: "before", root: "\(platform.state.runPath(run))/capture")
        let wish = SnapshotWish(reason: "after \(run)", occasion: .run(run), trees: [captured])
        return try await SnapshotTaking(platform: now, progress: progress).take(wish)
    }

    private var progress: StepProgress {
        StepProgress { detail in
            switch detail {
            case .doing(let what): hub.emit(.snapshot(.doing(what)))
            case .warning(let what): hub.emit(.warning(what))
            default: break
            }
        }
    }

    private func unlessStopped(_ work: @escaping @Sendable () async throws -> SnapshotView) async throws -> SnapshotView
    {
        let clock = platform.effects.clock
        let end = clock.now() + Self.patience
        return try await withThrowingTaskGroup(of: SnapshotView.self) { group in
            group.addTask { try await work() }
            group.addTask {
                while clock.now() < end {
                    if interruption.isAsked { throw Stop.asked }
                    try await clock.sleep(Self.pause)
                }
                throw Stop.tooLong
            }
            defer { group.cancelAll() }
            guard let view = try await group.next() else { throw Stop.asked }
            return view
        }
    }
}
