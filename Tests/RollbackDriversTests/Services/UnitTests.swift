import RollbackDrivers
import Testing

struct UnitTests {
    @Test(arguments: [
        ("/system.slice/web.service", "web.service"),
        ("/system.slice/system-web.slice/web@1.service", "web@1.service"),
        ("/system.slice/web.service/worker", "web.service"),
        ("/user.slice/user-1000.slice/user@1000.service/app.slice/web.service", "user@1000.service/web.service"),
        ("/system.slice/_cgroup.service", "cgroup.service"),
    ])
    func controlGroupsNameUnits(group: String, text: String) throws {
        #expect(try #require(UnitName(controlGroup: group)).text == text)
    }

    @Test(arguments: [
        "", "/", "/init.scope", "/user.slice/user-1000.slice/session-3.scope",
        "/user.slice/user-1000.slice/user@1000.service/init.scope",
    ])
    func sessionsAreNoUnits(group: String) {
        #expect(UnitName(controlGroup: group) == nil)
    }

    @Test(arguments: [
        ("web", "web.service", nil), ("web.service", "web.service", nil), ("a.timer", "a.timer", nil),
        ("user@1000.service/web.service", "web.service", 1000),
    ])
    func textAndNameAreTheSame(text: String, unit: String, user: UInt32?) {
        let name = UnitName(text: text)
        #expect(name == UnitName(unit: unit, user: user))
        #expect(UnitName(text: name.text) == name)
    }

    @Test func aReportHoldsManyUnits() throws {
        let text = """
            Id=a.service
            LoadState=loaded
            ActiveState=failed
            Result=start-limit-hit
            MainPID=0
            ExecMainStatus=3
            NeedDaemonReload=yes
            WorkingDirectory=!/srv/app
            ExecStart={ path=/bin/x ; argv[]=/bin/x -p 1 ; ignore_errors=no ; start_time=[n/a] }

            Id=b.service
            LoadState=not-found
            MainPID=42
            """
        let units = UnitFacts.units(in: text, user: 7)
        #expect(units.map(\.name) == [UnitName(unit: "a.service", user: 7), UnitName(unit: "b.service", user: 7)])
        let first = try #require(units.first)
        #expect(first.loaded && first.needsReload)
        #expect(first.mainProcess == nil)
        #expect(first.exitStatus == 3)
        #expect(first.workingDirectory == "/srv/app")
        #expect(first.command == ["/bin/x", "-p", "1"])
        #expect(units.last?.loaded == false)
        #expect(units.last?.mainProcess == 42)
    }
}
