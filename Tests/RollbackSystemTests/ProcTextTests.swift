import RollbackSystem
import Testing

struct ProcTextTests {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func argumentsAreZeroTerminated() {
        #expect(ProcText.arguments(bytes("python\0-m\0http.server\0")) == ["python", "-m", "http.server"])
        #expect(ProcText.arguments(bytes("sh\0-c\0\0")) == ["sh", "-c", ""])
        #expect(ProcText.arguments(bytes("unterminated")) == ["unterminated"])
        #expect(ProcText.arguments([]) == [])
    }

    @Test func aTitleOverTheArgumentsIsOne() {
        #expect(ProcText.arguments(bytes("gunicorn: master [app]\0\0\0\0\0\0")) == ["gunicorn: master [app]"])
    }

    @Test func environmentValuesMayHoldEqualSigns() {
        let environment = ProcText.environment(bytes("A=1\0B=x=y\0C=\0broken\0=nameless\0A=2\0"))
        #expect(environment == ["A": "1", "B": "x=y", "C": ""])
    }

    @Test func aDeletedTargetKeepsItsName() {
        #expect(ProcText.linkTarget("/srv/app (deleted)") == "/srv/app")
        #expect(ProcText.linkTarget("/srv/app") == "/srv/app")
    }

    @Test(arguments: [
        ("0::/system.slice/web.service\n", "/system.slice/web.service"),
        ("12:cpu:/x\n1:name=systemd:/system.slice/web.service\n0::/\n", "/system.slice/web.service"),
        ("0::/\n", "/"), ("", ""), ("5:a,b:/odd:name\n", ""),
        ("0::/user.slice/user-1000.slice/session-3.scope\n", "/user.slice/user-1000.slice/session-3.scope"),
    ])
    func theControlGroupIsFound(text: String, path: String) {
        #expect(ProcText.controlGroup(text) == path)
    }

    @Test func statusGivesTheEffectiveIDsAndTheMask() {
        let status = "Name:\ta\nUmask:\t0027\nUid:\t1000\t33\t33\t33\nGid:\t1000\t34\t33\t33\n"
        #expect(ProcText.effectiveID("Uid", in: status) == 33)
        #expect(ProcText.effectiveID("Gid", in: status) == 34)
        #expect(ProcText.mask(in: status) == 0o027)
        #expect(ProcText.mask(in: "Name:\ta\n") == nil)
        #expect(ProcText.effectiveID("Uid", in: "Uid:\tx\ty\n") == nil)
    }
}
