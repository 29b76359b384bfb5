import Glibc
import RollbackCore
import RollbackSystem
import Testing

struct MachineFactsTests {
    @Test func theMonotonicClockGoesOn() async throws {
        let clock = SystemClock()
        let before = clock.now()
        try await clock.sleep(.milliseconds(1))
        #expect(clock.now() > before)
    }

    @Test func aNamedUserIsKnown() {
        #expect(UserAccount.of(0)?.name == "root")
        #expect(UserAccount.of(4_000_000_000) == nil)
    }

    @Test func sudoDoesNotHideThePerson() throws {
        let facts = HostFacts.current(environment: ["SUDO_USER": "ada"])
        #expect(!facts.hostName.isEmpty)
        #expect(facts.process == getpid())
        #expect(facts.userName == (geteuid() == 0 ? "ada" : UserAccount.of(geteuid())?.name))
    }

    @Test func spaceIsMeasured() throws {
        let space = try DiskSpace.at("/")
        #expect(space.total >= space.free)
        #expect(throws: Failure.self) { try DiskSpace.at("/no/such/place") }
    }

    @Test(arguments: [["NO_COLOR": "1"], ["TERM": "dumb"]])
    func plainWhenAsked(environment: [String: String]) {
        #expect(!TerminalFacts.current(environment: environment).color)
        #expect(!TerminalFacts.current(environment: ["TERM": "dumb"]).canRedraw)
    }
}
