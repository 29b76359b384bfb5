import RollbackCore
import RollbackMigrations

/// Goes through statements with the catalog as it is after those before.
struct DownRewriting {
    var lookup: CatalogLookup
    var actions: [SchemaAction] = []
    var warnings: [String] = []
    var path = ""
    private var findings: [DownPlan.Finding] = []

    init(_ lookup: CatalogLookup) { self.lookup = lookup }

    var texts: RestoreText { RestoreText(facts: lookup.facts, dialect: lookup.dialect) }

    mutating func takeFindings() -> [DownPlan.Finding] {
        defer { findings = [] }
        return findings
    }

    mutating func find(_ verdict: MigrationVerdict.Verdict, _ reason: String, _ probe: LossProbe? = nil) {
        let finding = DownPlan.Finding(verdict: verdict, reason: reason, probe: probe)
        if !findings.contains(finding) { findings.append(finding) }
    }

    mutating func run(_ statement: String, restore: String? = nil) {
        actions.append(.run(statement: statement, restore: restore))
    }

    func missing(_ what: String, _ line: Int? = nil) -> Failure {
        .database(.migration(path: path, line: line, .unreadable(why: "there is no \(what)")))
    }

    mutating func follow(_ statements: [SQLStatement], _ path: String) throws {
        self.path = path
        for statement in statements { try follow(statement) }
    }

    private mutating func follow(_ statement: SQLStatement) throws {
        var cursor = statement.cursor
        if cursor.take("drop") {
            try drop(&cursor, statement)
        } else if cursor.take("alter", "table") {
            try alterTable(&cursor, statement)
        } else if cursor.take("create") {
            create(&cursor, statement)
        } else if cursor.take("alter", "type") {
            alterType(&cursor, statement)
        } else {
            write(&cursor, statement)
        }
    }

    private mutating func alterType(_ cursor: inout SQLCursor, _ statement: SQLStatement) {
        let name = cursor.name() ?? "?"
        run(statement.text)
        if cursor.take("add", "value") { warnings.append("type \(name) keeps its new value: no server takes one away") }
    }

    /// What is about rows, or about nothing that a catalog has.
    private mutating func write(_ cursor: inout SQLCursor, _ statement: SQLStatement) {
        run(statement.text)
        if cursor.take("insert", "into") || cursor.take("replace", "into") {
            find(.needsMerge, "writes rows of \(cursor.name() ?? "a table")")
        } else if cursor.take("update") {
            cursor.pass("only")
            find(.needsMerge, "changes rows of \(cursor.name() ?? "a table")")
        } else if cursor.take("delete", "from") {
            find(.needsMerge, "deletes rows of \(cursor.name() ?? "a table")")
        } else if cursor.take("truncate") {
            cursor.pass("table", "only")
            find(.irreversible, "deletes every row of \(cursor.name() ?? "a table")")
        } else if ["do", "call", "select", "with", "merge", "execute"].contains(where: { cursor.take($0) }) {
            find(.needsMerge, "does what cannot be foreseen: \(DownScript.shown(statement))")
        }
    }
}
