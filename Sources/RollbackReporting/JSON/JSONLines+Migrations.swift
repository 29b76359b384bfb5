package import RollbackCore

/// The lines of `database check`.
extension JSONLines {
    package static func migrationFinding(_ finding: MigrationFinding) -> JSONLine {
        JSONLine(
            "migration-finding",
            [
                "grade": .string(finding.grade.rawValue), "path": .string(finding.path),
                "line": .integer(finding.line), "rule": .string(finding.rule), "what": .string(finding.what),
                "advice": .string(finding.advice),
            ])
    }

    /// - Parameters:
    ///   - checked: the files that were looked at.
    ///   - unfollowed: what makes a schema here and is not read, with the reason.
    package static func migrationsChecked(_ checked: [String], unfollowed: [String]) -> JSONLine {
        JSONLine("migrations-checked", ["files": .texts(checked), "unfollowed": .texts(unfollowed)])
    }
}

extension JSONEventReference {
    static var migrations: [Entry] { [migrationFinding, migrationsChecked] }

    private static var migrationFinding: Entry {
        Entry(
            "migration-finding", "Why a migration cannot be taken back, or not by its file alone.", event: false,
            [
                Field("grade", "text", "`error`, or `warning` for what goes and needs a look at the rows"),
                Field("path", "text", "the file, from the top of the checkout"), Field("line", "integer", "from 1"),
                Field(
                    "rule", "text",
                    "`drops-table`, `drops-column`, `deletes-rows`, `overwrites-values`, `changes-type`, `widens-type`,"
                        + " `no-way-back`, `leaves-behind`, `drops-more`, `changes-rows`, `ends-transaction`,"
                        + " `not-transactional`, `not-printable`, `unreadable`, `several-heads`, `version-twice`,"
                        + " `edited-migration`"), Field("what", "text", "what it does"),
                Field("advice", "text", "how to write it so that it can be taken back"),
            ], examples: [JSONLines.migrationFinding(JSONExamples.migrationFinding)])
    }

    private static var migrationsChecked: Entry {
        Entry(
            "migrations-checked", "Which migrations were looked at.", event: false,
            [
                Field("files", "list", "from the top of the checkout"),
                Field("unfollowed", "list", "what makes a schema here and is not read, with the reason"),
            ],
            examples: [
                JSONLines.migrationsChecked(
                    ["migrations/20260105_tier.sql"], unfollowed: ["Prisma in prisma: Prisma writes no ways back"])
            ])
    }
}

extension JSONExamples {
    static let migrationFinding = MigrationFinding(
        .error, path: "migrations/20260105_tier.sql", line: 3, rule: "drops-column",
        what: "drops column users.plan: its values are gone, and no way back brings them",
        advice: "Stop using it here, and drop it in a later release, when no rollback leads to before this one")
}
