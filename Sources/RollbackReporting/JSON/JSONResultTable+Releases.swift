import RollbackCore

extension JSONEventReference {
    static var releases: [Entry] { [release, releaseDifference] }

    private static var release: Entry {
        Entry(
            "release", "A recorded release, and what it is worth here today.", event: false,
            [
                Field("number", "text", "`v41`"),
                Field("unusable", "text", "why its record cannot be used; then no other field is there", always: false),
                Field("id", "text", "the SHA-256 of its parts", always: false),
                Field("commit", "text", "its code", always: false),
                Field("subject", "text or null", "the commit's", always: false),
                Field("present", "true/false", "whether the repository has the commit", always: false),
                Field("checkedOut", "true/false", "whether that commit is checked out", always: false),
                Field("knownGood", "true/false", "whether the registry has it as verified", always: false),
                Field("mark", "object or null", "kinds and reason: what was said against it", always: false),
                Field(
                    "dependencies", "list",
                    "of each set: ecosystem, key, locks, state (`kept`, `installed` where it was when the release was"
                        + " recorded, `gone`) and path", always: false),
                Field(
                    "environment", "object or null",
                    "digest, key (which one), files (by file and variable a keyed digest; never values) and trouble (why it"
                        + " cannot be opened here)", always: false),
                Field("schema", "list", "of each folder of migrations: folder, system, heads", always: false),
                Field("artifacts", "object", "digests by name", always: false),
                Field("recordedAt", "text", "ISO 8601 in UTC", always: false),
                Field("actor", "text", "who recorded it", always: false),
                Field("reason", "text or null", "why", always: false),
                Field("isNew", "true/false", "of `release record`: false when nothing has changed", always: false),
                Field("notes", "list", "of `release record`: what is not as good as it could be", always: false),
            ],
            examples: [
                JSONLines.recorded(JSONExamples.release, isNew: true, notes: []),
                JSONLines.release(
                    .unusable(ReleaseNumber(40), .release(.edited(ReleaseNumber(40), path: "releases/40.json")))),
            ])
    }

    private static var releaseDifference: Entry {
        let old = JSONExamples.release.release
        var new = old
        new.number = ReleaseNumber(42)
        new.parts.schema = [SchemaHead(folder: "migrations", system: "alembic", heads: ["5d1c"])]
        var comparison = ReleaseComparison(from: old, to: new)
        comparison.gained = [JSONExamples.target]
        comparison.files = [ReleaseComparison.File(status: "M", path: "server/login.py")]
        return Entry(
            "release-difference", "What differs between two releases.", event: false,
            [
                Field("from", "text", "the older one's number, or whichever was named first"),
                Field("to", "text", "the other one's"),
                Field("gained", "list", "commits that only the second has"),
                Field("lost", "list", "commits that only the first has"),
                Field("files", "list", "status (git's letter) and path"),
                Field("dependencies", "list", "of each set that differs: name, old, new"),
                Field(
                    "environment", "list or null",
                    "of each variable that differs: name, and old and new keyed digest; null where the two were sealed with"
                        + " different keys"),
                Field("schema", "list", "of each folder whose newest migration differs: name, old, new"),
                Field("artifacts", "list", "of each that differs: name, old, new"),
            ], examples: [JSONLines.releaseDifference(comparison)])
    }
}

extension JSONExamples {
    static var release: ReleaseView {
        let set = DependencySet(ecosystem: "pip", key: "9f2c51d07e", locks: ["requirements.txt"])
        let parts = ReleaseParts(
            commit: target.id, dependencies: [set], environment: "c41f7702",
            schema: [SchemaHead(folder: "migrations", system: "alembic", heads: ["3a9b"])])
        let environment = EnvironmentSummary(
            digest: "c41f7702", key: "5b0e", files: [".env": ["DATABASE_URL": "77b3c9d1e0f2"]])
        var view = ReleaseView(
            Release(
                number: ReleaseNumber(41), id: "8c6d1f", parts: parts, environment: environment, recordedAt: time,
                actor: "deploy", reason: "login mended"), commit: target)
        view.isCheckedOut = true
        view.places = [set.key: .kept(path: "/srv/pi-forge/.git/lastgood/dependencies/9f2c51d07e/venv")]
        return view
    }
}
