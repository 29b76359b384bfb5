/// Makes catalog facts of the server's answer.
enum CatalogReader {
    /// What `CatalogQuery`'s last six columns are, by kind.
    private static let names: [CatalogObject.Kind: [String]] = [
        .extension: ["version", "schema"],
        .type: ["definition", "form"],
        .sequence: ["type", "start", "increment", "range", "cycle", "owner"],
        .function: ["definition"],
        .table: ["form", "persistence", "row security", "inherits", "partition", "options"],
        .column: ["type", "null", "default", "generated", "identity", "collation"],
        .constraint: ["definition"],
        .index: ["definition", "valid"],
        .view: ["definition", "materialized", "options"],
        .trigger: ["definition", "enabled"],
        .policy: ["command", "roles", "using", "check", "restrictive"],
        .publication: ["tables", "operations"],
    ]

    /// In a transaction: the search path is the query's own for as long as it runs.
    /// - Throws: `PostgresError`.
    static func read(_ session: PostgresSession) throws -> CatalogFacts {
        let path = try SearchPath.own(session)
        let answer = try session.run(CatalogQuery.text)
        try path.restore(session)
        var objects: [CatalogObject: CatalogFacts.Definition] = [:]
        objects.reserveCapacity(answer.rows.count)
        for row in answer.rows {
            guard row.count == 10, let kind = row[0].flatMap(CatalogObject.Kind.init), let name = row[3] else {
                continue
            }
            let object = CatalogObject(kind, schema: row[1] ?? "", table: row[2], name: name)
            var definition: CatalogFacts.Definition = [:]
            for (key, value) in zip(names[kind] ?? [], row[4...]) { definition[key] = value }
            objects[object] = definition
        }
        return CatalogFacts(objects)
    }
}

/// The search path that a statement finds. Ours is the catalog alone, for the length of the transaction; a script's is
/// what its session began with or it has set itself.
struct SearchPath {
    private let before: String

    static func own(_ session: PostgresSession) throws -> SearchPath {
        let before = try session.run("SELECT pg_catalog.current_setting('search_path')").first ?? ""
        try session.run("SELECT pg_catalog.set_config('search_path', 'pg_catalog', true)")
        return SearchPath(before: before)
    }

    func restore(_ session: PostgresSession) throws {
        try session.run("SELECT pg_catalog.set_config('search_path', $1, true)", [before])
    }
}
