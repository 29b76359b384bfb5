import FoundationEssentials
import RollbackCore

/// What the files in `Fixtures/format-1` say. Nothing here is ever changed; a new field is added with its default.
enum FormatOne {
    static let time = Date(timeIntervalSince1970: 1_700_000_000)
    static let bad = CommitID("bad0bad0bad0bad0bad0bad0bad0bad0bad0bad0")
    static let target = Commit(
        id: "900d900d900d900d900d900d900d900d900d900d", subject: "Fix login (#42)", author: "Ada Lovelace", date: time)

    static let plan: Plan = {
        var plan = Plan(
            level: .fast, root: "/srv/shop", current: bad, target: target,
            stages: [
                PlannedStage(name: "swap", onFailure: .undo, steps: [swap]),
                PlannedStage(name: "restart", onFailure: .hold, steps: [restart]),
                PlannedStage(name: "verify", onFailure: .forwardOnly, steps: [verify]),
            ], dependsOn: ["HEAD": bad.rawValue, "tree": "clean"])
        plan.notes.suspects = [target]
        plan.notes.restores = ["code"]
        plan.notes.leaves = ["database"]
        plan.notes.warnings = ["the schema is unknown"]
        plan.notes.expectedSeconds = 1.5
        plan.notes.expectedSteps = ["code/swap": 0.25]
        plan.notes.wayBack = "lastgood undo"
        return plan
    }()

    private static let swap = PlannedStep(
        name: "code/swap", kind: "code.swap",
        settings: .object(["paths": .array([.string("app.py")]), "mode": .integer(420), "ratio": .number(0.5)]),
        summary: "write 1 file", commands: [Command(["git", "status"], in: "/srv/shop", environment: ["LC_ALL": "C"])])
    private static let restart = PlannedStep(
        name: "restart/web", kind: "service.restart", summary: "restart web", necessity: .optional, repeatable: false,
        attempts: 2, limit: 30)
    private static let verify = PlannedStep(
        name: "verify", kind: "verify", summary: "run 1 check", necessity: .verification)

    static let header = RunHeader(
        run: RunID(7), plan: plan, digest: PlanDigest(String(repeating: "0123abcd", count: 8)), actor: "ada",
        reason: "checkout is broken", host: "web-1", version: "0.1.0")

    static let end = RunEnd(outcome: .cancelled, undone: true, reasons: ["asked for"])
    static let report = VerificationReport(results: [checked], unproved: ["database schema"])

    static let entries: [JournalEntry] = [
        .began(header), .step("code/swap", .started(attempt: 1)),
        .step("code/swap", .succeeded(.object(["branch": .string("rollback/run-7"), "count": .integer(1)]))),
        .step("restart/web", .started(attempt: 1)), .step("restart/web", .failed("port 8000 is taken")),
        .step("restart/web", .started(attempt: 2)), .step("restart/web", .succeeded(.object([:]))),
        .direction(.forward, asked: false, why: "resumed"), .ended(RunEnd(outcome: .degraded, reasons: ["unproved"])),
        .direction(.backward, asked: true, why: "asked for"), .step("restart/web", .undoStarted),
        .step("restart/web", .undoFailed("it would not stop")), .step("restart/web", .undoStarted),
        .step("restart/web", .undone), .ended(end),
    ]

    private static let checked = CheckResult(
        check: Check(
            name: "web/health", service: "web",
            probe: .http(
                Endpoint(name: "health", url: "http://localhost:8000/", expectedText: "healthy")),
            critical: true, liveness: true),
        verdict: .healthy, evidence: "200 in 12 ms", milliseconds: 12.5)

    static let events: [RunEvent] = [
        .runBegan(header), .runResumed(header, .forward), .stageBegan("swap", .forward), .stepBegan(attempt: 1),
        .doing("writing app.py"), .stepSucceeded(seconds: 0.25), .stepFailed("no", seconds: 1), .undoBegan,
        .stepUndone(seconds: 2), .undoFailed("no"), .stepReused, .warning("the schema is unknown"),
        .symptom(Symptom(service: "web", what: "GET / → 500", lines: ["Traceback"])), .checked(checked),
        .serviceRestored, .directionChanged(.backward, why: "asked for"), .runEnded(end),
    ].enumerated().map { number, detail in
        RunEvent(elapsed: Double(number) / 4, time: time, step: number % 2 == 0 ? nil : "code/swap", detail: detail)
    }

    static let pin = Pin(
        badRelease: bad, target: target.id, run: RunID(7), since: "2023-11-14T22:13:20Z", reason: "checkout is broken",
        actor: "ada")

    static let environment = EnvironmentValues(
        files: [".env": ["API_KEY": "hunter2", "PORT": "8000"], "web/.env": ["DEBUG": ""]])

    static let release = Release(
        number: ReleaseNumber(41), id: "ffc2ae1e572709b383ba470f42cd2452a2966125ac0b966479eb192155463e5d",
        parts: ReleaseParts(
            commit: target.id,
            dependencies: [
                DependencySet(
                    ecosystem: "pip", key: String(repeating: "a", count: 64), locks: ["requirements.txt"]),
                DependencySet(
                    ecosystem: "npm", key: String(repeating: "b", count: 64), locks: ["web/package-lock.json"]),
            ], environment: "17824e0bfa9117d28a4ea6d3240e736deb8172e6976ca917376c6a224a7b394c",
            schema: [SchemaHead(folder: "alembic/versions", system: "alembic", heads: ["ae10", "bf20"])],
            artifacts: ["dist/app.js": "sha256:" + String(repeating: "c", count: 64)]),
        environment: EnvironmentSummary(
            digest: "17824e0bfa9117d28a4ea6d3240e736deb8172e6976ca917376c6a224a7b394c", key: "175897db28354583",
            files: [
                ".env": ["API_KEY": "c70460d74801", "PORT": "1898da6753ee"], "web/.env": ["DEBUG": "d79cae8b3d87"],
            ]),
        installed: [String(repeating: "a", count: 64): "/srv/shop/.venv"], recordedAt: time, actor: "ada",
        reason: "deployed")

    static let service = ServiceRecord(
        facts: ServiceFacts(
            service: "web", manager: .process,
            processes: [ProcessIdentity(id: 4711, startTicks: 123_456, boot: "0c9b2c62-6b1c-4a9e-8f4f-d0c2e9e0a001")],
            setting: ProcessSetting(
                arguments: ["python", "-m", "web"], executable: "/usr/bin/python3", directory: "/srv/shop",
                environment: ["PORT": "8000"], owner: UserIdentity(user: 1000, group: 1000),
                outputFile: "/srv/shop/web.log", errorFile: nil, controlGroup: "/user.slice", mask: 0o022),
            unit: "web.service"),
        logs: [LogPosition(file: "/srv/shop/web.log", offset: 4096)])
}
