package import RollbackMigrations
import RollbackCore

/// Reads what migrations' ways back would do to a catalog, and puts in place of everything that loses rows what keeps
/// them. Pure: nothing is asked of a database.
package struct DownPlanning {
    private let facts: CatalogFacts
    private let dialect: SQLDialect

    /// - Parameter facts: the database's catalog as it is now.
    package init(_ facts: CatalogFacts, _ dialect: SQLDialect) {
        self.facts = facts
        self.dialect = dialect
    }

    /// - Parameter downs: newest first, as a migration system says.
    /// - Throws: `Failure.database(.migration)` for a statement that has no place in our transaction, or is about what is
    ///   not there.
    package func plan(_ downs: [MigrationDown]) throws -> DownPlan {
        var rewriting = DownRewriting(CatalogLookup(facts: facts, dialect: dialect))
        var plan = DownPlan(actions: [], migrations: [], warnings: [])
        for down in downs {
            var migration = DownPlan.Migration(version: down.version, path: down.path, findings: [], unread: nil)
            if let statements = down.statements {
                let read = try statements.flatMap {
                    try DownScript.read($0, of: down.path ?? down.version, as: dialect)
                }
                migration.unread = Self.rebuilt(read).map { "it makes table \($0) anew, which would copy every row" }
                if migration.unread == nil { try rewriting.follow(read, down.path ?? down.version) }
            } else {
                migration.unread = down.reason ?? "it has no way back of its own"
            }
            migration.findings = rewriting.takeFindings()
            plan.migrations.append(migration)
        }
        plan.warnings = rewriting.warnings
        // What comes before a migration that is not followed would meet another catalog than it was written for.
        plan.actions = plan.isComplete ? rewriting.actions : []
        return plan
    }

    /// The table that a script drops and then gives another one the name of (Alembic's batch mode, SQLite's own advice).
    private static func rebuilt(_ statements: [SQLStatement]) -> String? {
        var dropped: Set<String> = []
        for statement in statements {
            var cursor = statement.cursor
            if cursor.take("drop", "table") {
                cursor.pass("if", "exists")
                if let name = cursor.name() { dropped.insert(name) }
            } else if cursor.take("alter", "table") {
                cursor.pass("if", "exists", "only")
                guard cursor.name() != nil, cursor.take("rename", "to"), let name = cursor.identifier() else {
                    continue
                }
                if dropped.contains(name) { return name }
            }
        }
        return nil
    }
}
