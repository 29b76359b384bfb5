import RollbackMigrations

/// What `alembic downgrade … --sql` prints, cut into its migrations: `-- Running downgrade 0005 -> 0004` stands before
/// each (alembic/runtime/migration.py, `run_migrations`).
struct AlembicOutput {
    struct Section: Hashable {
        /// The revision that it leads away from.
        var revision: String
        var statements: [String]
        /// Why they are not one transaction's; nil: they are.
        var trouble: String?
    }

    private(set) var sections: [Section] = []
    private static let mark = "-- Running downgrade "

    /// - Parameter table: the ledger's: its rows are ours to write.
    init(_ text: String, table: String, dialect: SQLDialect) throws(SQLTrouble) {
        let marks = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().filter {
            $0.element.hasPrefix(Self.mark)
        }
        let statements = try SQLScript.read(text, as: dialect)
        for (place, line) in marks.enumerated() {
            let first = line.offset + 1
            let next = place + 1 < marks.count ? marks[place + 1].offset + 1 : Int.max
            let revision = line.element.dropFirst(Self.mark.count).prefix { $0 != " " && $0 != "," }
            let own = Self.withoutEnds(statements.filter { $0.line >= first && $0.line < next })
            let leaves = own.contains { StatementNature($0, dialect) == .controlsTransaction }
            sections.append(
                Section(
                    revision: String(revision), statements: own.filter { !Self.writes($0, table) }.map(\.text),
                    trouble: leaves ? "it leaves the transaction (autocommit_block, or COMMIT)" : nil))
        }
    }

    /// Alembic's own `COMMIT`, and the `BEGIN` of the next migration where each has a transaction.
    private static func withoutEnds(_ statements: [SQLStatement]) -> ArraySlice<SQLStatement> {
        var rest = statements[...]
        if rest.last?.tokens == [.word("begin")], rest.dropLast().last?.tokens == [.word("commit")] {
            rest.removeLast()
        }
        if rest.last?.tokens == [.word("commit")] { rest.removeLast() }
        return rest
    }

    private static func writes(_ statement: SQLStatement, _ table: String) -> Bool {
        var cursor = statement.cursor
        guard
            cursor.take("update") || cursor.take("delete", "from") || cursor.take("insert", "into")
                || cursor.take("drop", "table")
        else { return false }
        return cursor.name()?.split(separator: ".").last.map(String.init) == table
    }
}
