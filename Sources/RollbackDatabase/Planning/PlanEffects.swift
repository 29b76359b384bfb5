import RollbackCore

/// What a plan does to rows, in numbers of this moment.
package struct PlanEffects {
    private let database: any SchemaDatabase

    package init(_ database: any SchemaDatabase) { self.database = database }

    /// - Returns: a line for each action: `parks column payments.fee: 1,204 values`.
    package func lines(of plan: SchemaPlan) async throws -> [String] {
        var lines: [String] = []
        for action in plan.actions { lines.append(try await line(action)) }
        return lines
    }

    private func line(_ action: SchemaAction) async throws -> String {
        switch action {
        case .parkColumn(let table, let column):
            let object = CatalogObject(.column, schema: table.schema, table: table.name, name: column)
            return "parks \(object)\(try await count(object, "value"))"
        case .parkTable(let table):
            let object = CatalogObject(.table, schema: table.schema, name: table.name)
            return "parks \(object)\(try await count(object, "row"))"
        case .drop(let object, _, _): return "drops \(object), which holds no rows"
        case .run(let statement, _): return statement
        case .afterCommit(let statement, _): return "after the commit: \(statement)"
        }
    }

    private func count(_ object: CatalogObject, _ word: String) async throws -> String {
        guard let rows = try await database.rows(of: object) else { return "" }
        let plural = rows.number == 1 && !rows.isMore ? "" : "s"
        return ": \(rows.isMore ? "over " : "")\(rows.number) \(word)\(plural)"
    }
}
