import FoundationEssentials
import Glibc
import RollbackCore
import RollbackStore
import RollbackTestKit
import Testing

struct PlatformLockTests {
    private let place: StatePlace
    private var state: StateDirectory { place.state }
    init() throws { place = try StatePlace() }

    @Test func theSecondIsToldWhoHoldsIt() throws {
        let owner = Sample.owner(process: getpid())
        let lock = try PlatformLock.acquire(state, as: owner)
        #expect(PlatformLock.isHeld(state))
        #expect(throws: Failure.locked(owner)) { _ = try PlatformLock.acquire(state, as: owner) }
        var later = owner
        later.run = RunID(8)
        lock.describe(run: RunID(8), in: state)
        #expect(throws: Failure.locked(later)) { _ = try PlatformLock.acquire(state, as: owner) }
        #expect(PlatformLock.holder(state) == later)
    }

    @Test func whatIsLetGoIsFree() throws {
        let lock = try PlatformLock.acquire(state, as: Sample.owner(process: getpid()))
        _ = consume lock
        #expect(!PlatformLock.isHeld(state))
        _ = try PlatformLock.acquire(state, as: Sample.owner(process: getpid()))
    }

    @Test func nobodyHoldsALockThatWasNeverTaken() {
        #expect(!PlatformLock.isHeld(state))
    }

    /// It dies with its process: no file has to be removed by hand.
    @Test func aKilledHolderHoldsNothing() async throws {
        let holder = try OutsideHolder(state)
        let said = Sample.owner(process: holder.id)
        try holder.says(said)
        #expect(throws: Failure.locked(said)) {
            _ = try PlatformLock.acquire(state, as: Sample.owner(process: getpid()))
        }
        holder.kill()
        try await eventually("the lock is free") { !PlatformLock.isHeld(state) }
        _ = try PlatformLock.acquire(state, as: Sample.owner(process: getpid()))
    }

    /// The text of a process that is gone is an earlier holder's.
    @Test func aHolderWithoutTextIsUnknownAndNeverAnEarlierOne() async throws {
        let gone = try OutsideHolder(state)
        try gone.says(Sample.owner(process: gone.id))
        let number = gone.id
        gone.kill()
        try await eventually("it is gone") { kill(number, 0) != 0 }
        let holder = try OutsideHolder(state)
        #expect(throws: Failure.self) { _ = try PlatformLock.acquire(state, as: Sample.owner(process: getpid())) }
        #expect(PlatformLock.holder(state).process == 0)
        #expect(PlatformLock.holder(state).purpose == .rollback)
        #expect(holder.isRunning)
    }

    /// Who only looks whether it is held keeps nobody from taking it.
    @Test func lookingDoesNotKeepAnybodyFromIt() async throws {
        let state = state
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for _ in 0..<500 { _ = PlatformLock.isHeld(state) } }
            group.addTask {
                for _ in 0..<100 { _ = try PlatformLock.acquire(state, as: Sample.owner(process: getpid())) }
            }
            try await group.waitForAll()
        }
    }

    /// Eight at once: exactly one has it at any time.
    @Test func oneOfManyHasIt() async throws {
        let state = state
        let inside = Gauge()
        let won = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var won = 0
                    while won < 5 {
                        do {
                            let lock = try PlatformLock.acquire(state, as: Sample.owner(process: getpid()))
                            inside.enter()
                            won += 1
                            inside.leave()
                            _ = consume lock
                        } catch Failure.locked {
                            await Task.yield()
                        }
                    }
                    return won
                }
            }
            var all = 0
            for try await won in group { all += won }
            return all
        }
        #expect(won == 40)
        #expect(inside.most == 1)
    }
}
