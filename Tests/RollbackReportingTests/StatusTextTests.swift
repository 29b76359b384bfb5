import FoundationEssentials
import RollbackCore
import RollbackReporting
import Testing

@Suite struct StatusTextTests {
    private let now = SampleRun.start

    private var status: PlatformStatus {
        PlatformStatus(
            root: "/srv/pi-forge", current: SampleRun.target, branch: "rollback/run-7", changedFiles: 2,
            pin: Pin(
                badRelease: SampleRun.suspect.id, target: SampleRun.target.id, run: RunID(7),
                since: "2025-12-10T03:12:00Z", reason: "login fails", actor: "kim"),
            services: [
                PlatformStatus.ServiceState(
                    service: "fastapi", condition: .running, port: 8000, process: 4711,
                    since: now.addingTimeInterval(-3700), manager: .systemd),
                PlatformStatus.ServiceState(
                    service: "flask", condition: .stopped, port: 5000, critical: false, detail: "ended with status 1"),
            ],
            lastRun: PlatformStatus.LastRun(
                run: RunID(7), began: now.addingTimeInterval(-3800), outcome: .healthy, report: "logs/run-7.html"))
    }

    @Test func everythingStandsOnOneScreen() {
        #expect(
            StatusText.text(status, now: now) == """
                Platform    /srv/pi-forge
                Release     4f2a91c “Fix login (#42)” by Kim, 3 days ago
                Code        branch rollback/run-7, 2 files changed since
                Pin         rolled back from 9d8c7b6 to 4f2a91c by kim since 2025-12-10T03:12:00Z: login fails
                            lastgood unpin  # once the fix is ready
                Known good  none recorded that can be restored
                Last run    run-7, 1 hour ago, healthy: the target is served and everything that was checked passed
                            report: logs/run-7.html
                Now         nothing is under way

                Services
                  fastapi  running   port 8000, process 4711, since 2025-12-10T02:10:20Z (1 hour ago), by systemd
                  flask    stopped   port 5000, not critical, ended with status 1

                """)
    }

    @Test func keysWithoutEffectAreNamed() {
        var status = status
        status.unheeded = ["rollback-config.json:20 notifications: has no effect yet"]
        #expect(
            StatusText.text(status, now: now).hasSuffix(
                "\nConfiguration that has no effect\n  rollback-config.json:20 notifications: has no effect yet\n"))
    }

    @Test func aRunCutShortNamesTheWayOut() {
        var status = status
        status.lastRun?.outcome = nil
        #expect(
            StatusText.text(status, now: now).contains(
                "run-7, 1 hour ago, was cut short: lastgood resume or lastgood undo\n"))
    }

    @Test func aDamagedRunNamesTheWayOut() {
        var status = status
        status.lastRun = PlatformStatus.LastRun(
            run: RunID(7), began: now, outcome: nil, unreadable: ["The journal is damaged.", "mv 7 7.damaged"])
        #expect(
            StatusText.text(status, now: now).contains(
                "cannot be read\n            The journal is damaged.\n            mv 7 7.damaged\n"))
    }

    @Test func aRunUnderWayNamesItsHolder() {
        var status = status
        status.lastRun?.outcome = nil
        status.underWay = LockOwner(
            host: "web1", user: "kim", process: 4711, since: "2025-12-10T03:12:00Z", purpose: .rollback, run: RunID(7))
        let text = StatusText.text(status, now: now)
        #expect(text.contains("run-7, 1 hour ago, is under way\n"))
        #expect(text.contains("Now         run-7 by kim on web1 (process 4711) since 2025-12-10T03:12:00Z\n"))
    }

    @Test func theJSONLineCarriesTheSameFacts() throws {
        let line = try JSONLines.status(status).text
        #expect(line.hasPrefix(#"{"type":"status","branch":"rollback/run-7","changedFiles":2,"current":{"#))
    }
}

@Suite struct VerificationTextTests {
    private let report = VerificationReport(
        results: [
            SampleRun.check("fastapi/health", .bad, critical: true, "500 in 12 ms"),
            SampleRun.check("flask/health", .healthy, critical: false, "200 in 9 ms"),
            SampleRun.check("gradio/root", .inconclusive, critical: false, "no answer"),
        ], unproved: ["database schema"])

    @Test func checksHaveTheirVerdictAndEvidence() {
        #expect(
            VerificationText.text(report) == """
                FAILED       fastapi/health  500 in 12 ms
                ok           flask/health    200 in 9 ms (not critical)
                inconclusive gradio/root     no answer (not critical)
                not proved: database schema
                unhealthy: 1 of 3 checks passed
                Next:
                  lastgood logs fastapi     # read what fastapi says
                  lastgood plan             # see what a rollback would do
                  lastgood rollback --fast  # roll back

                """)
    }

    @Test func onATerminalTheyHaveSigns() {
        let text = VerificationText.text(report, style: TerminalStyle(live: true, colour: false))
        #expect(text.hasPrefix("✗ fastapi/health  500 in 12 ms\n✓ flask/health"))
    }

    @Test func thatNothingWasCheckedIsSaid() {
        #expect(VerificationText.text(VerificationReport(results: [])) == "healthy: nothing was checked\n")
    }
}
