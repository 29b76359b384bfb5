/// A change of the database's schema that came after the target, and what it means for the target's code.
package struct Migration: Hashable, Codable, Sendable {
    /// As its system calls it: the file's name without its ending, or Prisma's folder.
    package var name: String
    /// From the top of the checkout.
    package var path: String
    package var system: MigrationTool
    package var fit: SchemaFit
    /// What in it decides that, a clause each: `renames column users.name to full_name`.
    package var evidence: [String]
    /// Columns that it gives another name, in order: no catalog tells such a one from a new column and a lost one. Nil in
    /// what earlier programs wrote.
    package var renames: [ColumnRename]?

    package init(
        name: String, path: String, system: MigrationTool, fit: SchemaFit, evidence: [String],
        renames: [ColumnRename]? = nil
    ) {
        self.renames = renames
        self.name = name
        self.path = path
        self.system = system
        self.fit = fit
        self.evidence = evidence
    }
}

/// A column that a migration gives another name; names as the migration writes them.
package struct ColumnRename: Hashable, Codable, Sendable {
    package var table: String
    package var from: String
    package var to: String

    package init(table: String, from: String, to: String) {
        self.table = table
        self.from = from
        self.to = to
    }
}

/// What makes a project's schema out of files.
package enum MigrationTool: String, Codable, Sendable {
    case alembic = "Alembic"
    case supabase = "Supabase"
    case prisma = "Prisma"
    case sql = "SQL"
    /// Recognised by its folder, and not read.
    case other
}

extension SchemaFit {
    /// The worst of several: one that breaks is enough, and so is one that nobody understands.
    package static func worst(of fits: some Sequence<SchemaFit>) -> SchemaFit {
        let all = Set(fits)
        return all.contains(.breaking) ? .breaking : all.contains(.unknown) ? .unknown : .compatible
    }
}
