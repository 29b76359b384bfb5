import RollbackCore
import RollbackDrivers
import Testing

struct ServiceStopTests {
    private let simulated = SimulatedMachine()
    private let service = Service(name: "web", port: 8000, limits: ServiceLimits(stop: 2))

    private func stop(_ processes: [ProcessIdentity]) async throws {
        let facts = ServiceFacts(service: "web", manager: .process, processes: processes)
        try await ProcessServices(simulated.machine()).stop(service, facts)
    }

    @Test func everyProcessOfTheSessionIsAskedToEnd() async throws {
        let main = simulated.add(100, ["gunicorn", "app:app"])
        simulated.add(101, parent: 100, group: 100, session: 100, ["gunicorn", "app:app"])
        simulated.add(102, parent: 1, group: 102, session: 100, ["helper"])
        simulated.add(200, ["other"])
        try await stop([main])
        #expect(Set(simulated.signals) == ["TERM 100", "TERM 101", "TERM 102"])
        #expect(try simulated.processes().map(\.identity.id) == [200])
    }

    @Test func aMasterIsAskedFirstAndEndsItsWorkersItself() async throws {
        let main = simulated.add(100, ["celery", "worker"], endsAfter: .milliseconds(500))
        simulated.add(101, parent: 100, session: 100, ["celery", "worker"])
        try await stop([main])
        #expect(simulated.signals == ["TERM 100", "TERM 101"])
        #expect(simulated.now() >= .milliseconds(500))
    }

    @Test func behindAShellAllAreAskedAtOnce() async throws {
        let main = simulated.add(100, ["bash", "run.sh"], endsAfter: nil)
        simulated.add(101, parent: 100, session: 100, ["python", "worker.py"], endsAfter: .seconds(1))
        try await stop([main])
        #expect(simulated.signals == ["TERM 100", "TERM 101", "KILL 100"])
    }

    @Test func whoWaitsForAMasterThatDoesNotEndIsAskedAfterHalfTheTime() async throws {
        let main = simulated.add(100, ["celery", "worker"], endsAfter: nil)
        simulated.add(101, parent: 100, session: 100, ["celery", "worker"])
        try await stop([main])
        #expect(simulated.signals == ["TERM 100", "TERM 101", "KILL 100"])
        #expect(simulated.now() >= .seconds(2))
    }

    @Test func descendantsInOtherSessionsEndToo() async throws {
        let main = simulated.add(100, session: 50, ["npm", "start"])
        simulated.add(101, parent: 100, ["node", "server.js"])
        simulated.add(50, ["bash"])
        try await stop([main])
        #expect(Set(simulated.signals) == ["TERM 100", "TERM 101"])
    }

    /// Started from a script: the main process leads nothing, so that what it leaves behind is nobody's child.
    @Test func aChildIsEndedAlsoWhenItsParentLeadsNoSession() async throws {
        simulated.add(50, ["bash"])
        let main = simulated.add(100, parent: 50, group: 50, session: 50, ["npm", "start"])
        simulated.add(101, parent: 100, group: 50, session: 50, ["node", "server.js"], endsAfter: nil)
        try await stop([main])
        #expect(simulated.signals == ["TERM 100", "TERM 101", "KILL 101"])
        #expect(try simulated.processes().map(\.identity.id) == [50])
    }

    @Test func whatIgnoresTheRequestIsKilledAfterTheLimit() async throws {
        let main = simulated.add(100, ["stubborn"], endsAfter: nil)
        try await stop([main])
        #expect(simulated.signals == ["TERM 100", "KILL 100"])
        #expect(simulated.now() >= .seconds(2))
    }

    @Test func whatEndsInTimeIsWaitedForNoLonger() async throws {
        let main = simulated.add(100, ["slow"], endsAfter: .milliseconds(300))
        try await stop([main])
        #expect(simulated.signals == ["TERM 100"])
        #expect(simulated.now() < .milliseconds(310))
    }

    @Test func whatSurvivesEverythingIsNamed() async throws {
        let main = simulated.add(100, ["undead"], endsAfter: nil, survivesKill: true)
        await #expect(throws: Failure.wouldNotStop(service: "web", process: 100)) { try await stop([main]) }
    }

    @Test func aServiceWhoseMainProcessIsGoneIsStillEnded() async throws {
        simulated.add(101, parent: 1, group: 101, session: 100, ["worker"])
        try await stop([ProcessIdentity(id: 100, startTicks: 100, boot: "boot")])
        #expect(simulated.signals == ["TERM 101"])
    }

    @Test func aLaterProcessWithTheSameNumberIsLeftAlone() async throws {
        simulated.add(100, ["somebody else"])
        try await stop([ProcessIdentity(id: 100, startTicks: 7, boot: "boot")])
        #expect(simulated.signals == [])
    }

    @Test func stoppingWhatIsStoppedIsNoError() async throws {
        try await stop([])
        #expect(simulated.signals == [])
    }

    @Test func lastgoodNeverEndsWhatItRunsIn() async throws {
        let main = simulated.add(100, ["bash", "deploy.sh"])
        simulated.add(101, parent: 100, session: 100, ["node", "server.js"])
        simulated.add(900, parent: 100, session: 100, ["lastgood", "rollback"])
        await #expect(throws: Failure.wouldNotStop(service: "web", process: 100)) { try await stop([main]) }
        #expect(simulated.signals == [])
    }
}
