import RollbackCore
import RollbackMigrations

/// The rules, for one migration.
struct WaysCheck {
    private let ways: MigrationWays
    private var made = MadeObjects()
    private var found: [MigrationFinding] = []

    init(_ ways: MigrationWays) { self.ways = ways }

    func findings() -> [MigrationFinding] {
        var check = self
        for placed in ways.up { check.lookForward(placed) }
        check.lookBack()
        return check.found
    }

    private mutating func add(
        _ grade: MigrationFinding.Grade, _ line: Int, _ rule: String, _ what: String, _ advice: String,
        path: String? = nil
    ) {
        found.append(
            MigrationFinding(grade, path: path ?? ways.path, line: line, rule: rule, what: what, advice: advice))
    }

    /// What destroys what was there, whatever the way back says.
    private mutating func lookForward(_ placed: PlacedChange) {
        let line = placed.line
        switch placed.change {
        case .dropTable(let table) where !made.has(table):
            add(
                .error, line, "drops-table",
                "drops table \(table ?? "?"): its rows are gone, and no way back brings them",
                "Stop using it here, and drop it in a later release, when no rollback leads to before this one")
        case .dropColumn(let table, let column) where !made.has(table, column):
            add(
                .error, line, "drops-column",
                "drops column \(table ?? "?").\(column ?? "?"): its values are gone, and no way back brings them",
                "Stop using it here, and drop it in a later release, when no rollback leads to before this one")
        case .deleteRows(let table) where !made.has(table):
            add(
                .error, line, "deletes-rows", "deletes rows of \(table ?? "?"): no way back brings them",
                "Mark them instead, or move them to a table of their own")
        case .writeRows(let table, let columns?) where !columns.allSatisfy({ made.has(table, $0) }):
            let old = columns.filter { !made.has(table, $0) }.joined(separator: ", ")
            add(
                .error, line, "overwrites-values",
                "writes over \(table ?? "?").\(old): the values before are gone",
                "Write into a new column, and read from that one")
        case .changeType(let table, let column, let type) where !made.has(table, column):
            retype(line, table, column, type)
        default: break
        }
        made.follow(placed)
    }

    /// What holds everything that a narrower type has held.
    private static let wide: Set = [
        "text", "bigint", "int8", "jsonb", "timestamptz", "Text", "UnicodeText", "BigInteger", "JSONB",
    ]

    private mutating func retype(_ line: Int, _ table: String?, _ column: String?, _ type: String?) {
        let place = "\(table ?? "?").\(column ?? "?")"
        let advice = "Add a column of the new type, fill it, write both for one release, and drop the old one later"
        if let type, Self.wide.contains(type) {
            add(
                .warning, line, "widens-type",
                "\(place) becomes \(type): values that are written then may not fit what it was; a rollback counts them first",
                advice)
        } else {
            add(
                .error, line, "changes-type", "\(place) becomes \(type ?? "another type"), which may cut its values",
                advice)
        }
    }

    private mutating func lookBack() {
        guard let down = ways.down else { return lookForWay() }
        for trouble in down.troubles { troubled(trouble, down) }
        for placed in down.changes { undoes(placed, down) }
        // What is not understood may do the rest, and a way back that cannot be printed is not used.
        guard down.troubles.isEmpty, !down.changes.contains(where: \.isUnclear) else { return }
        let dropped = DroppedObjects(down.changes)
        for (object, line) in made.objects where !dropped.has(object) {
            add(
                .error, line, "leaves-behind", "the way back leaves \(object) behind",
                "Drop it there too: a rollback parks it with its rows")
        }
    }

    private mutating func lookForWay() {
        guard ways.wantsDown, let first = ways.up.first(where: { !$0.isNothing }) else { return }
        let isPlain = ways.up.allSatisfy { $0.isNothing || $0.onlyAdds }
        add(
            isPlain ? .warning : .error, first.line, "no-way-back",
            isPlain
                ? "has no way back of its own; one is made from the catalogs, which know nothing of what rows mean"
                : "has no way back, and what it does cannot be told from the catalogs alone",
            "Write its way back")
    }

    private mutating func troubled(
        _ trouble: (line: Int, rule: String, what: String), _ down: MigrationWays.Down
    ) {
        switch trouble.rule {
        case "ends-transaction":
            add(
                .error, trouble.line, trouble.rule,
                "“\(trouble.what)” in the way back would end the transaction that keeps the rows",
                "Leave BEGIN, COMMIT and SAVEPOINT out: it runs in a transaction already", path: down.path)
        case "not-transactional":
            add(
                .error, trouble.line, trouble.rule, "“\(trouble.what)” in the way back runs in no transaction",
                "Take it out, and run it by hand when the rollback is done", path: down.path)
        case "not-printable":
            add(
                .warning, trouble.line, trouble.rule,
                "\(trouble.what) in the way back needs a database, so what it does cannot be printed beforehand",
                "Write it with op.execute and SQL; until then a way back is made from the catalogs", path: down.path)
        default:
            add(
                .error, trouble.line, trouble.rule, "the way back cannot be read: \(trouble.what)",
                "Write it as plain SQL", path: down.path)
        }
    }

    private mutating func undoes(_ placed: PlacedChange, _ down: MigrationWays.Down) {
        switch placed.change {
        case .dropTable(let table) where !made.has(table):
            add(
                .error, placed.line, "drops-more",
                "the way back drops table \(table ?? "?"), which this migration has not made",
                "Take back only what this migration does", path: down.path)
        case .dropColumn(let table, let column) where !made.has(table, column):
            add(
                .error, placed.line, "drops-more",
                "the way back drops column \(table ?? "?").\(column ?? "?"), which this migration has not made",
                "Take back only what this migration does", path: down.path)
        case .deleteRows(let table) where !made.has(table), .writeRows(let table, _) where !made.has(table):
            add(
                .warning, placed.line, "changes-rows",
                "the way back changes rows of \(table ?? "a table"): a rollback asks somebody first",
                "Keep rows out of it where you can: what was written meanwhile has to stay", path: down.path)
        default: break
        }
    }
}
