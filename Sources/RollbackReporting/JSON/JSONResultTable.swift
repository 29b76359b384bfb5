import RollbackCore

/// The lines that are no events.
extension JSONEventReference {
    static func results() throws -> [Entry] {
        [try plan(), candidate, verification, try status(), logs] + looks()
            + [checklist, knownGood, registryChange] + releases + snapshots
            + (try databases()) + migrations + [built, guess, file, failure, exit]
    }

    private static func plan() throws -> Entry {
        Entry(
            "plan", "A plan as a whole.", event: false,
            [
                Field("digest", "text", "of what it would do and what it depends on"),
                Field(
                    "plan", "object",
                    "level, root, current, target, stages with their steps, dependsOn, and notes:"
                        + " environment, currentRelease, targetRelease, suspects, restores, leaves, warnings, expectedSeconds,"
                        + " expectedSteps, wayBack, schema (`compatible`, `breaking`, `unknown`) and migrations (of each: name,"
                        + " path, system, fit, evidence)"
                ),
                Field("command", "text", "executes exactly this plan, and refuses when it is stale"),
            ], examples: [try JSONLines.plan(JSONExamples.plan, digest: JSONExamples.header.digest)])
    }

    private static var candidate: Entry {
        Entry(
            "candidate", "A release that a rollback could go to.", event: false,
            [
                Field("number", "integer", "its place in the list, from 1"),
                Field("commit", "object", "id, subject, author, date, pullRequest"),
                Field("ageSeconds", "number", "how old the commit is"),
                Field("source", "text", "why it is offered: `known good`, `tag`, `commit`, `reflog`"),
                Field("label", "text", "the tag, the registry's description, or the reflog entry"),
                Field("changedFiles", "integer", "files that differ from what is checked out"),
                Field("bad", "true/false", "whether the platform was rolled back from it, or somebody has marked it"),
                Field(
                    "mark", "object", "kinds (`bad`, `vulnerable`) and reason: what the registry says against it",
                    always: false),
                Field("command", "text", "rolls back to it"),
            ],
            examples: [JSONExamples.candidate, JSONExamples.marked].enumerated().map {
                JSONLines.candidate($1, number: $0 + 1, now: JSONExamples.time)
            })
    }

    private static var verification: Entry {
        Entry(
            "verification", "What all checks together say; each was a line of its own.", event: false,
            [
                Field("outcome", "text", "`healthy`, `degraded` or `unhealthy`"),
                Field("healthy", "integer", "checks that passed"), Field("bad", "integer", "checks that failed"),
                Field("inconclusive", "integer", "checks that could not be measured"),
                Field("unproved", "list", "layers that nothing is configured to prove"),
            ],
            examples: [
                JSONLines.verification(VerificationReport(results: [JSONExamples.check], unproved: ["database schema"]))
            ])
    }

    private static func status() throws -> Entry {
        Entry(
            "status", "What runs, which release, and what was done here last.", event: false,
            [
                Field("root", "text", "the platform's root folder"),
                Field("environment", "text", "the named environment that its configuration is read for", always: false),
                Field("current", "object", "the commit that is checked out: id, subject, author, date"),
                Field(
                    "release", "text", "the number under which that is recorded, unless it was changed",
                    always: false),
                Field("branch", "text", "the branch that is checked out", always: false),
                Field("changedFiles", "integer", "tracked files that differ from it"),
                Field(
                    "services", "list",
                    "of each: service, condition (`running`, `stopped`, `unknown`), critical, and when"
                        + " known title, port, process, since, manager, detail"),
                Field(
                    "pin", "object",
                    "badRelease, target, run, since, actor, reason, earlierBad: rolled back and not yet released",
                    always: false),
                Field("knownGood", "object", "the newest known good release that is restorable", always: false),
                Field(
                    "lastRun", "object",
                    "run, began, undone, outcome (missing when cut short), report, and of a damaged one unreadable",
                    always: false),
                Field(
                    "underWay", "object", "who holds the platform now: host, user, process, since, purpose, run",
                    always: false),
                Field("unheeded", "list", "keys of the configuration that have no effect, with place and reason"),
            ], examples: [try JSONLines.status(JSONExamples.status)])
    }

    private static var logs: Entry {
        Entry(
            "logs", "A service's last lines, secrets masked.", event: false,
            [Field("service", "text", "its name"), Field("lines", "list", "the lines, the oldest first")],
            examples: [JSONLines.logs("fastapi", ["Started server process [4711]"])])
    }

    private static var guess: Entry {
        Entry(
            "guess", "Something that `init` found out about the project without anybody having said it.", event: false,
            [
                Field("kind", "text", "`service`, `external`, `migrations`, `host`, `contact`, or `note`"),
                Field("name", "text", "what it is called"), Field("facts", "list", "what follows from it"),
                Field("reasons", "list", "what told it"),
            ],
            examples: [
                JSONLines.guess(
                    ProjectGuess(
                        .service, "fastapi", facts: ["FastAPI", "port 8000"], reasons: ["Procfile:1 starts it"]))
            ])
    }

    private static var file: Entry {
        Entry(
            "file", "What becomes of a file of the `rollback/` tree, or with `--dry-run` would become.", event: false,
            [
                Field("path", "text", "from the platform's root"),
                Field(
                    "action", "text",
                    "`write`, `refresh`, `adopt` (another's file makes room), `remove`, `keep` or `same`"),
                Field("why", "text or null", "why it is kept"),
                Field("difference", "list", "where a text changes: the lines of `diff -u`", always: false),
            ],
            examples: [
                JSONLines.file(TreeChange(path: "rollback/config/rollback-config.json", action: .write)),
                JSONLines.file(
                    TreeChange(path: "rollback/README.md", action: .keep, why: "somebody has edited it"),
                    difference: [
                        "--- a/rollback/README.md", "+++ b/rollback/README.md", "@@ -1,1 +1,1 @@", "-mine", "+new",
                    ]
                ),
            ])
    }

    private static var failure: Entry {
        Entry(
            "failure", "Why the command could not do what it was asked; the exit line follows.", event: false,
            [
                Field("kind", "text", "a stable name for programs"), Field("text", "text", "what happened and where"),
                Field("details", "list", "further lines of that"),
                Field("expected", "text or null", "what was expected instead"),
                Field("advice", "list", "what to do, one sentence each"),
                Field("next", "list", "the command lines to type"),
                Field("contacts", "list", "whom to call and where to look, from the platform's configuration"),
            ], examples: [JSONLines.failure(.unknownCommit("f00"))])
    }

    private static var exit: Entry {
        Entry(
            "exit", "The last line of every command. The codes are in [exit-codes.md](exit-codes.md).", event: false,
            [
                Field("code", "integer", "the exit code"),
                Field("outcome", "text", "the run's or the verification's outcome; for other commands the code's name"),
                Field("next", "list", "the command lines to type next"),
                Field("report", "text", "where the run's report is", always: false),
            ],
            examples: [JSONLines.exit(JSONExamples.summary, strict: false), JSONLines.exit(.unknownCommit("f00"))])
    }
}
