import RollbackCore

/// The lines of a run.
extension JSONEventReference {
    static var events: [Entry] {
        [run, stage, step, check, symptom, warning, proved, note, answer, restored, direction, end, runSnapshot]
    }

    private static var run: Entry {
        Entry(
            "run", "A run began, or another process goes on with it.", event: true,
            [
                Field("state", "text", "`began` or `resumed`"),
                Field("direction", "text", "`forward`, or `backward` to the starting state"),
                Field("run", "text", "the run's name"),
                Field("root", "text", "the platform's root folder"),
                Field("level", "text", "how far the rollback goes"),
                Field("current", "text", "the commit that goes away"),
                Field(
                    "target", "object", "the commit that comes: id, subject, author, date, pullRequest"),
                Field("plan", "text", "the digest of the plan"),
                Field("actor", "text", "who started it"),
                Field("reason", "text or null", "why, in the actor's words"),
                Field("host", "text", "where it runs"),
                Field("version", "text", "of lastgood"),
                Field("expectedSeconds", "number or null", "from this platform's history"),
                Field(
                    "steps", "list",
                    "in order: name, stage, summary, commands, expectedSeconds; steps of one stage run"
                        + " at the same time"),
            ],
            examples: [.runBegan(JSONExamples.header), .runResumed(JSONExamples.header, .backward)].map {
                JSONExamples.event($0, 0)
            })
    }

    private static var stage: Entry {
        Entry(
            "stage", "A stage begins; its steps run at the same time.", event: true,
            [
                Field("stage", "text", "its name"),
                Field("direction", "text", "`backward` when the stage is taken back, otherwise `forward`"),
            ], examples: [JSONExamples.event(.stageBegan("services", .forward), 0.06)])
    }

    private static var step: Entry {
        let details: [RunEvent.Detail] = [
            .stepBegan(attempt: 1), .doing("waiting for port 8000"), .stepSucceeded(seconds: 1.14),
            .stepFailed("fastapi ended right after its start", seconds: 0.3), .undoBegan, .stepUndone(seconds: 0.2),
            .undoFailed("the disk is full"), .stepReused, .stepSkipped("restarted by hand"),
        ]
        return Entry(
            "step", "A step changed its state, or says what it is doing.", event: true,
            [
                Field("step", "text", "its name, unique in the plan"),
                Field(
                    "state", "text",
                    "`began`, `doing`, `succeeded`, `failed`, `undoing`, `undone`, `undo-failed`,"
                        + " `reused` (an earlier process of the run had done it), `skipped` (a person left it out)"),
                Field("attempt", "integer", "of `began`, from 1", always: false),
                Field("seconds", "number", "of `succeeded`, `failed` and `undone`: how long it took", always: false),
                Field("text", "text", "what it is doing, or why it failed or was left out", always: false),
            ], examples: details.map { JSONExamples.event($0, 0.06, step: "restart/fastapi") })
    }

    private static var check: Entry {
        Entry(
            "check", "A check was made; `verify` prints these without `elapsed` and `time`.", event: false,
            [
                Field("name", "text", "unique in the plan"),
                Field("service", "text or null", "whose check it is"),
                Field("verdict", "text", "`healthy`, `bad`, or `inconclusive`: it could not be measured"),
                Field("critical", "true/false", "whether it decides the outcome"),
                Field("liveness", "true/false", "whether “service restored” waits for it"),
                Field("evidence", "text", "what was seen"),
                Field("seconds", "number", "how long it took"),
                Field("step", "text", "in a run: the step that checked", always: false),
                Field("elapsed", "number", "in a run: seconds since it began", always: false),
                Field("time", "text", "in a run: ISO 8601 in UTC", always: false),
            ],
            examples: [
                JSONExamples.event(.checked(JSONExamples.check), 1.2, step: "verify"),
                JSONLines.check(JSONExamples.check),
            ])
    }

    private static var symptom: Entry {
        Entry(
            "symptom", "What was seen of the broken release before anything was done. Secrets are masked.", event: true,
            [
                Field("service", "text", "where it was seen"), Field("source", "text", "`answer` or `log`"),
                Field("text", "text", "what it is"),
                Field("lines", "list", "what it said, oldest first"),
                Field("step", "text", "the step that looked", always: false),
            ], examples: [JSONExamples.event(.symptom(JSONExamples.symptom), 0.01, step: "capture/symptoms")])
    }

    private static var warning: Entry {
        Entry(
            "warning", "Something a person should know; the run goes on.", event: true,
            [Field("text", "text", "what"), Field("step", "text", "the step it is about", always: false)],
            examples: [JSONExamples.event(.warning("auto-deploy could not be frozen"), 0.02, step: "freeze")])
    }

    private static var proved: Entry {
        Entry(
            "proved", "What a step has proved of its work.", event: true,
            [Field("text", "text", "what"), Field("step", "text", "the step", always: false)],
            examples: [JSONExamples.event(.proved("integrity_check: ok"), 0.4, step: "schema/app.db")])
    }

    private static var note: Entry {
        Entry(
            "note", "What a person wrote down during a run by hand.", event: true,
            [Field("text", "text", "what"), Field("step", "text", "the step it is about", always: false)],
            examples: [JSONExamples.event(.noted("the queue is empty"), 61.2, step: "restart/fastapi")])
    }

    private static var answer: Entry {
        Entry(
            "answer", "An item of the checklists around a run by hand was answered; the last answer counts.",
            event: true,
            [
                Field("moment", "text", "`before` or `after` the steps"), Field("item", "text", "its words"),
                Field("ticked", "true/false", "false: it was passed over"),
                Field("note", "text or null", "what the person added"),
            ], examples: [JSONExamples.event(.answered(ChecklistAnswer(.before, "The team knows", ticked: true)), 4.5)])
    }

    private static var restored: Entry {
        Entry(
            "restored", "Liveness is back: the service is restored. Deeper checks follow.", event: true,
            [Field("step", "text", "the step that saw it", always: false)],
            examples: [JSONExamples.event(.serviceRestored, 1.2, step: "verify")])
    }

    private static var direction: Entry {
        Entry(
            "direction", "From here on the run goes this way.", event: true,
            [Field("direction", "text", "`forward` or `backward`"), Field("text", "text", "why")],
            examples: [JSONExamples.event(.directionChanged(.backward, why: "restart/fastapi failed"), 1.5)])
    }

    private static var end: Entry {
        Entry(
            "end", "The run ended, for now.", event: true,
            [
                Field(
                    "outcome", "text",
                    "`healthy`, `degraded`, `unhealthy`, `failed`, `stuck`, `interrupted`, `cancelled`"),
                Field("undone", "true/false", "whether the starting state is back"),
                Field("reasons", "list", "why it is not better than it is"),
            ],
            examples: [JSONExamples.event(.runEnded(JSONExamples.end), 1.31)])
    }

    private static var runSnapshot: Entry {
        let details: [SnapshotProgress] = [
            .began, .doing("keeping code"),
            .taken(sequence: 12, entries: 31, bytes: 102_400, missing: ["database.shop"], seconds: 0.21),
            .failed("the disk is full"),
        ]
        return Entry(
            "run-snapshot", "The complete snapshot that follows a run; nothing of it changes the outcome.", event: true,
            [
                Field("state", "text", "`began`, `doing`, `taken`, or `failed`: there is none"),
                Field("sequence", "integer", "of `taken`: its number", always: false),
                Field("entries", "integer", "of `taken`: files, folders and links", always: false),
                Field("bytes", "integer", "of `taken`: before compression and deduplication", always: false),
                Field("missing", "list", "of `taken`: names of parts that could not be kept", always: false),
                Field("seconds", "number", "of `taken`: how long it took", always: false),
                Field("text", "text", "what it is doing, or why there is none", always: false),
            ], examples: details.map { JSONExamples.event(.snapshot($0), 1.4) })
    }
}
