import RollbackCore
import Testing

struct PinTests {
    private func pin(_ bad: CommitID, _ target: CommitID, run: Int, earlier: [CommitID]? = nil) -> Pin {
        Pin(badRelease: bad, target: target, run: RunID(run), since: "", reason: nil, actor: "", earlierBad: earlier)
    }

    @Test func whatWasBadBeforeStaysBad() {
        let second = pin("v3", "v2", run: 1).remembering(nil)
        #expect(second.bad == ["v3"] && second.earlierBad == nil)
        let third = pin("v2", "v1", run: 2).remembering(second)
        #expect(third.bad == ["v2", "v3"])
        #expect(pin("v1", "v0", run: 3).remembering(third).bad == ["v1", "v2", "v3"])
    }

    /// A step may be performed twice: the pin before is then its own.
    @Test func itsOwnPinIsNoEarlierOne() {
        let once = pin("v2", "v1", run: 2).remembering(pin("v3", "v2", run: 1))
        #expect(pin("v2", "v1", run: 2).remembering(once) == once)
    }

    @Test func whatOneGoesBackToIsNotBad() {
        #expect(pin("v2", "v3", run: 2).remembering(pin("v3", "v2", run: 1)).bad == ["v2"])
    }
}
