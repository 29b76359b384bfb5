/// Whether something of the catalog is there under its name.
struct ObjectLookup {
    let session: PostgresSession

    func exists(_ object: CatalogObject) throws -> Bool {
        let query: String
        var arguments: [String?] = [object.name]
        switch object.kind {
        case .schema: query = "SELECT 1 FROM pg_namespace WHERE nspname = $1"
        case .extension: query = "SELECT 1 FROM pg_extension WHERE extname = $1"
        case .publication: query = "SELECT 1 FROM pg_publication WHERE pubname = $1"
        case .table, .index, .view, .sequence:
            query = """
                SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relname = $1 AND n.nspname = $2
                """
            arguments.append(object.schema)
        case .type:
            query = """
                SELECT 1 FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
                WHERE t.typname = $1 AND n.nspname = $2
                """
            arguments.append(object.schema)
        case .function:
            query = """
                SELECT 1 FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                WHERE p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' = $1 AND n.nspname = $2
                """
            arguments.append(object.schema)
        case .column, .constraint, .trigger, .policy:
            query = Self.partQuery(object.kind)
            arguments += [object.schema, object.table]
        }
        return try session.run(query, arguments).first != nil
    }

    private static func partQuery(_ kind: CatalogObject.Kind) -> String {
        let (catalog, name, relation): (String, String, String)
        switch kind {
        case .constraint: (catalog, name, relation) = ("pg_constraint", "conname", "conrelid")
        case .trigger: (catalog, name, relation) = ("pg_trigger", "tgname", "tgrelid")
        case .policy: (catalog, name, relation) = ("pg_policy", "polname", "polrelid")
        default: (catalog, name, relation) = ("pg_attribute", "attname", "attrelid")
        }
        return """
            SELECT 1 FROM \(catalog) x JOIN pg_class c ON c.oid = x.\(relation)
            JOIN pg_namespace n ON n.oid = c.relnamespace WHERE x.\(name) = $1 AND n.nspname = $2 AND c.relname = $3
            """
    }
}
