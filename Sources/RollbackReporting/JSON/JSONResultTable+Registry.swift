import RollbackCore

extension JSONEventReference {
    static var knownGood: Entry {
        Entry(
            "known-good", "An entry of the registry, and what it is worth today.", event: false,
            [
                Field("hash", "text", "as it is written"),
                Field("commit", "text or null", "the commit; null where the repository does not know which one"),
                Field("date", "text or null", "when it was found good"),
                Field("description", "text or null", "what it is"),
                Field("verified", "true/false", "whether it is offered as a target"),
                Field("mark", "object or null", "kinds (`bad`, `vulnerable`) and reason: what was said against it"),
                Field(
                    "evidence", "object or null",
                    "checkedAt, actor, verifiedBy, uptimeHours, checks (name and verdict), tests"),
                Field("lacks", "list", "what the verification criteria want and the evidence does not have"),
                Field("restorable", "true/false", "whether everything that it needs is here"),
                Field("target", "true/false", "whether a rollback without a target goes back to it"),
                Field("why", "list", "what keeps a rollback from taking it by itself"),
                Field("place", "text", "file, line and key of the entry"),
                Field("next", "list", "the lines to type that may bring what is missing"),
            ], examples: JSONExamples.registry.entries.map { JSONLines.knownGood($0, in: JSONExamples.registry) })
    }

    static var registryChange: Entry {
        Entry(
            "registry-change", "What was done to the registry of known good releases.", event: false,
            [
                Field("action", "text", "`added`, `removed`, `marked` or `cleared`"),
                Field("hash", "text", "the commit, or the entry's hash where the commit is gone"),
                Field("verified", "true/false", "whether it is offered as a target", always: false),
                Field(
                    "lacks", "list", "what the verification criteria want and the evidence does not have", always: false
                ),
            ],
            examples: [
                JSONLines.registryAddition(JSONExamples.target.id, verified: false, lacks: [.agreement]),
                JSONLines.registryChange("removed", "0bf9c64"),
            ])
    }
}

extension JSONExamples {
    static var registry: RegistryView {
        var evidence = ReleaseEvidence(checkedAt: DateText.iso(time), actor: "kim")
        evidence.checks = [.init(name: check.check.name, verdict: .healthy)]
        let here = RegistryView.Entry(
            hash: String(target.id.rawValue.prefix(10)), commit: target.id, date: "2025-12-10",
            description: "stable before payments", verified: true, mark: nil, evidence: evidence,
            shortfalls: [.uptime(hours: 24, had: nil)], obstacles: [],
            place: "rollback/config/known-good-commits.json:8 commits[0].hash")
        let gone = RegistryView.Entry(
            hash: "0bf9c64", commit: nil, date: nil, description: nil, verified: true,
            mark: ReleaseMark([.vulnerable], reason: "CVE-2025-1"), evidence: nil, shortfalls: [],
            obstacles: [.gone(fetch: "git fetch --all --tags")],
            place: "rollback/config/known-good-commits.json:14 commits[1].hash")
        return RegistryView(
            file: "rollback/config/known-good-commits.json", entries: [here, gone], target: target.id,
            targetObstacles: [])
    }
}
