import FoundationEssentials
import Glibc
import RollbackCore
import RollbackStore
import RollbackTestKit
import Testing

struct PreemptionTests {
    private let place: StatePlace
    private var state: StateDirectory { place.state }
    private let us = Sample.owner(process: getpid())
    init() throws { place = try StatePlace() }

    /// A clock whose every sleep is over at once, but lets others work: the patience is spent in pieces of 20 ms.
    private struct ImpatientClock: TimeKeeping {
        let inner = ManualClock()
        func now() -> Duration { inner.now() }
        func wallTime() -> Date { inner.wallTime() }
        func sleep(_ duration: Duration) async throws {
            try await Task.sleep(for: .milliseconds(2))
            inner.advance(by: duration)
        }
    }

    private func acquire(patience: Duration) async throws -> PlatformLock {
        try await Preemption.acquire(state, as: us, patience: patience, clock: ImpatientClock())
    }

    private func holder(until condition: String? = nil, user: UInt32? = nil, _ purpose: LockPurpose) throws
        -> OutsideHolder
    {
        let holder = try OutsideHolder(state, until: condition, user: user)
        try holder.says(Sample.owner(purpose, process: holder.id))
        return holder
    }

    @Test func aFreeLockNeedsNobodysLeave() async throws {
        let lock = try await acquire(patience: .zero)
        #expect(!Preemption.isRequested(state))
        _ = consume lock
    }

    @Test func backgroundWorkThatListensLetsGo() async throws {
        let holder = try holder(until: "test -e '\(state.requestPath)'", .background)
        let lock = try await acquire(patience: .seconds(20))
        #expect(PlatformLock.holder(state) == us)
        #expect(!Preemption.isRequested(state))
        try await eventually("it ended by itself") { !holder.isRunning }
        _ = consume lock
    }

    @Test func backgroundWorkThatDoesNotListenIsEnded() async throws {
        let holder = try holder(.background)
        let lock = try await acquire(patience: .milliseconds(100))
        try await eventually("it was ended") { !holder.isRunning }
        #expect(!Preemption.isRequested(state))
        _ = consume lock
    }

    @Test(.enabled(if: geteuid() == 0, "only root can start another user's process"))
    func anotherUsersWorkIsNotEnded() async throws {
        #expect(chmod(place.folder.path, 0o755) == 0)
        let holder = try holder(user: 65_534, .background)
        let said = Sample.owner(.background, process: holder.id)
        await #expect(throws: Failure.locked(said)) { _ = try await acquire(patience: .milliseconds(100)) }
        #expect(holder.isRunning)
        #expect(!Preemption.isRequested(state))
    }

    @Test func anotherRollbackIsNeitherAskedNorEnded() async throws {
        let holder = try holder(.rollback)
        let said = Sample.owner(.rollback, process: holder.id)
        await #expect(throws: Failure.locked(said)) { _ = try await acquire(patience: .seconds(20)) }
        #expect(holder.isRunning)
        #expect(!Preemption.isRequested(state))
    }

    /// Another rollback takes the lock while background work lets go of it: that one stays.
    @Test func whoTookItMeanwhileIsNotEnded() async throws {
        let background = try holder(.background)
        let waiting = Task { [state, us] in
            _ = try await Preemption.acquire(state, as: us, patience: .seconds(20), clock: ImpatientClock())
        }
        try await eventually("it asks") { Preemption.isRequested(state) }
        // The text changes hands: the lock is still held, by a rollback now.
        let other = Sample.owner(.rollback, process: getppid())
        try background.says(other)
        await #expect(throws: Failure.locked(other)) { try await waiting.value }
        #expect(background.isRunning)
    }
}
