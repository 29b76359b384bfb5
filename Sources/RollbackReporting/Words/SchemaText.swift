import RollbackCore

/// What a plan says of the database's schema: the verdict, and the migrations that it rests on.
enum SchemaText {
    /// One line. With migrations since the target, the first one that decides.
    static func line(_ notes: PlanNotes) -> String {
        if notes.takesSchemaBack == true {
            let count = Words.count((notes.migrations ?? []).count, "migration")
            return "goes back too: \(count) since then, every row kept"
        }
        let deciding = (notes.migrations ?? []).filter { $0.fit == notes.schema }
        guard let first = deciding.first else { return Words.schema(notes.schema) }
        let more = deciding.count > 1 ? " (and \(deciding.count - 1) more)" : ""
        let what = "\(first.name) \(first.evidence.first ?? "")\(more)"
        switch notes.schema {
        case .compatible:
            return
                "fits: the \(Words.count(deciding.count, "migration")) since then only \(deciding.count == 1 ? "adds" : "add")"
        case .breaking: return SafeText.oneLine("BREAKS: \(what)")
        case .unknown: return SafeText.oneLine("unknown: \(what)")
        }
    }

    /// The verdict, and a line for each migration.
    static func lines(_ notes: PlanNotes) -> [String] { [Words.schema(notes.schema)] + migrations(notes) }

    /// `0003_receipts (Alembic) breaks: renames column users.name to full_name; …`.
    static func migrations(_ notes: PlanNotes) -> [String] {
        (notes.migrations ?? []).map { migration in
            let system = migration.system == .other ? migration.path : migration.system.rawValue
            let evidence = migration.evidence.joined(separator: "; ")
            return SafeText.oneLine("\(migration.name) (\(system)) \(verdict(migration.fit)): \(evidence)")
        }
    }

    private static func verdict(_ fit: SchemaFit) -> String {
        switch fit {
        case .compatible: "fits"
        case .breaking: "BREAKS"
        case .unknown: "unknown"
        }
    }
}
