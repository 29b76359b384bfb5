import FoundationEssentials
import RollbackCore

/// The values behind the examples of the reference page.
enum JSONExamples {
    static let time = Date(timeIntervalSince1970: 1_765_336_320)

    static let target = Commit(
        id: "4f2a91c07d3be1f25a60c8894be17d3f5c2d9e10", subject: "Fix login (#42)", author: "Kim",
        date: time.addingTimeInterval(-3 * 86400))

    static var plan: Plan {
        let restart = PlannedStep(
            name: "restart/fastapi", kind: "service.restart", summary: "restart fastapi",
            commands: [Command(["systemctl", "restart", "fastapi"])])
        return Plan(
            level: .fast, root: "/srv/pi-forge", current: "9d8c7b6a5f4e3d2c1b0a99887766554433221100", target: target,
            stages: [PlannedStage(name: "services", onFailure: .hold, steps: [restart])], dependsOn: ["HEAD": "9d8c7b6"]
        )
    }

    static var header: RunHeader {
        RunHeader(
            run: RunID(7), plan: plan, digest: "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0",
            actor: "kim", reason: "login fails", host: "web1", version: "0.1.0")
    }

    static var check: CheckResult {
        let endpoint = Endpoint(name: "health", url: "http://localhost:8000/")
        let check = Check(
            name: "fastapi/health", service: "fastapi", probe: .http(endpoint), critical: true, liveness: true)
        return CheckResult(check: check, verdict: .healthy, evidence: "200 in 12 ms", milliseconds: 12)
    }

    static let snapshot = SnapshotView(
        sequence: 12, taken: time, reason: "before the migration", program: "0.1.0",
        parts: [
            .init(
                name: "code", kind: .tree, bytes: 102_400, entries: 31,
                digest: "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0", why: nil),
            .init(
                name: "database.shop", kind: .missing, bytes: 0, entries: 0,
                digest: "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad",
                why: "connection refused"),
        ])

    static let symptom = Symptom(
        service: "fastapi", what: "GET http://localhost:8000/ → 500", lines: ["KeyError: 'user'"])
    static let end = RunEnd(outcome: .degraded, reasons: ["database schema: nothing is configured to prove it"])
    static let candidate = Candidate(
        commit: target, source: .knownGood, label: "stable before payments", changedFiles: 12, bad: false)
    static let marked = Candidate(
        commit: target, source: .tag, label: "v41", changedFiles: 3, bad: true,
        mark: ReleaseMark([.bad], reason: "it loses orders"))

    static var summary: RunSummary {
        RunSummary(
            run: RunID(7), end: end, restoredAfter: 1.2, next: NextSteps.after(.degraded, undone: false),
            report: "rollback/logs/run-7.html")
    }

    static var past: HistoryEntry {
        HistoryEntry(
            run: RunID(7), began: time, level: .fast, from: plan.current, to: target.id, outcome: .degraded,
            seconds: 1.204, actor: "kim", reason: "login fails")
    }

    static var report: RunReport {
        RunReport(events: [
            RunEvent(elapsed: 0, time: time, detail: .runBegan(header)),
            RunEvent(elapsed: 1.204, time: time.addingTimeInterval(1.204), detail: .runEnded(end)),
        ])
    }

    static var status: PlatformStatus {
        var status = PlatformStatus(
            root: "/srv/pi-forge", environment: "production", current: target, branch: "rollback/run-7",
            pin: Pin(
                badRelease: plan.current, target: target.id, run: RunID(7), since: DateText.iso(time), reason: nil,
                actor: "kim"),
            services: [
                PlatformStatus.ServiceState(
                    service: "fastapi", condition: .running, port: 8000, process: 4711, since: time, manager: .systemd)
            ],
            knownGood: candidate, lastRun: PlatformStatus.LastRun(run: RunID(7), began: time, outcome: .degraded),
            underWay: LockOwner(
                host: "web1", user: "kim", process: 4711, since: DateText.iso(time), purpose: .rollback, run: RunID(8)))
        status.release = ReleaseNumber(41)
        return status
    }

    static func event(_ detail: RunEvent.Detail, _ elapsed: Double, step: StepName? = nil) -> JSONLine {
        JSONEvents.line(
            for: RunEvent(elapsed: elapsed, time: time.addingTimeInterval(elapsed), step: step, detail: detail))
    }
}
