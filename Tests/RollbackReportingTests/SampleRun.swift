import FoundationEssentials
import RollbackCore
import RollbackReporting
import Synchronization

/// A realistic rollback of three services, as the engine would tell it.
enum SampleRun {
    static let start = Date(timeIntervalSince1970: 1_765_336_320)

    static let target = Commit(
        id: "4f2a91c07d3be1f25a60c8894be17d3f5c2d9e10", subject: "Fix login (#42)", author: "Kim",
        date: start.addingTimeInterval(-3 * 86400))

    static let suspect = Commit(
        id: "9d8c7b6a5f4e3d2c1b0a99887766554433221100", subject: "Rework <script>alert(1)</script> | payments (#57)",
        author: "Ada `x`", date: start.addingTimeInterval(-600))

    static var plan: Plan {
        var notes = PlanNotes()
        notes.suspects = [suspect]
        notes.restores = ["code", "caches"]
        notes.leaves = ["database", "rollback/"]
        notes.warnings = ["requirements.txt differs: the installed packages are kept"]
        notes.expectedSeconds = 8.2
        notes.expectedSteps = ["restart/fastapi": 3, "restart/flask": 2]
        notes.wayBack = "lastgood undo"
        return Plan(
            level: .fast, root: "/srv/pi-forge", current: suspect.id, target: target, stages: stages,
            dependsOn: ["HEAD": suspect.id.rawValue], notes: notes)
    }

    private static var stages: [PlannedStage] {
        [
            PlannedStage(name: "capture", onFailure: .undo, steps: [step("capture/tree", "save 3 changed files")]),
            PlannedStage(
                name: "code", onFailure: .undo,
                steps: [
                    step("code/swap", "write 12 files, remove 1", ["git", "checkout", "4f2a91c", "--", "."])
                ]),
            PlannedStage(
                name: "services", onFailure: .hold,
                steps: [
                    step("restart/fastapi", "restart fastapi", ["systemctl", "restart", "fastapi"]),
                    step("restart/flask", "restart flask", ["systemctl", "restart", "flask"]),
                ]),
            PlannedStage(name: "verify", onFailure: .forwardOnly, steps: [step("verify/all", "run 2 checks")]),
        ]
    }

    private static func step(_ name: StepName, _ summary: String, _ command: [String] = []) -> PlannedStep {
        PlannedStep(name: name, kind: "sample", summary: summary, commands: command.isEmpty ? [] : [Command(command)])
    }

    static let digest: PlanDigest = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"

    static var header: RunHeader {
        RunHeader(
            run: RunID(7), plan: plan, digest: digest, actor: "kim", reason: "login fails", host: "web1",
            version: "0.1.0")
    }

    static func check(_ name: String, _ verdict: Verdict, critical: Bool, _ evidence: String) -> CheckResult {
        let check = Check(
            name: name, service: ServiceName(String(name.prefix { $0 != "/" })), probe: .process, critical: critical)
        return CheckResult(check: check, verdict: verdict, evidence: evidence, milliseconds: 12)
    }

    static let symptom = Symptom(
        service: "fastapi", what: "GET http://localhost:8000/ → 500",
        lines: ["Traceback (most recent call last):", "KeyError: '<b>user</b>'"])

    static let end = RunEnd(outcome: .degraded, reasons: ["flask/health failed and is not critical"])

    static func event(_ elapsed: Double, _ detail: RunEvent.Detail, _ step: StepName? = nil) -> RunEvent {
        RunEvent(elapsed: elapsed, time: start.addingTimeInterval(elapsed), step: step, detail: detail)
    }

    static var events: [RunEvent] {
        [
            event(0, .runBegan(header)), event(0, .symptom(symptom)), event(0, .stageBegan("capture", .forward)),
            event(0.01, .stepBegan(attempt: 1), "capture/tree"),
            event(0.05, .stepSucceeded(seconds: 0.04), "capture/tree"), event(0.05, .stageBegan("code", .forward)),
            event(0.05, .stepBegan(attempt: 1), "code/swap"), event(0.07, .stepSucceeded(seconds: 0.02), "code/swap"),
            event(0.07, .stageBegan("services", .forward)), event(0.07, .stepBegan(attempt: 1), "restart/fastapi"),
            event(0.07, .stepBegan(attempt: 1), "restart/flask"),
            event(0.3, .doing("waiting for port 8000"), "restart/fastapi"),
            event(0.6, .stepSucceeded(seconds: 0.53), "restart/flask"),
            event(1.19, .stepSucceeded(seconds: 1.12), "restart/fastapi"), event(1.2, .serviceRestored),
            event(1.2, .stageBegan("verify", .forward)), event(1.2, .stepBegan(attempt: 1), "verify/all"),
            event(1.21, .checked(check("fastapi/health", .healthy, critical: true, "200 in 12 ms")), "verify/all"),
            event(1.22, .checked(check("flask/health", .bad, critical: false, "503 in 9 ms")), "verify/all"),
            event(1.22, .stepSucceeded(seconds: 0.02), "verify/all"), event(1.23, .runEnded(end)),
        ]
    }

    static let contacts = EmergencyContacts(
        people: [EmergencyContacts.Entry(name: "Repository owner", address: "@kim")],
        dashboards: [
            EmergencyContacts.Entry(name: "Railway", address: "https://railway.app/dashboard"),
            EmergencyContacts.Entry(name: "Hostile", address: "javascript:alert(1)"),
        ])

    static var report: RunReport { RunReport(events: events, contacts: contacts) }
}

/// Keeps what a presenter writes.
final class Page: Sendable {
    private let written = Mutex("")

    var text: String { written.withLock { $0 } }
    var lines: [String] { text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
    var write: @Sendable (String) -> Void {
        { [self] text in written.withLock { $0 += text } }
    }
}
