/// What is asked of a PostgreSQL database without changing it.
extension PostgresSchema {
    /// One statement: the server takes no second one with it, and lets this one write nothing.
    package func answer(_ question: String) async throws -> [[String?]] {
        try await work { session in
            try session.transaction {
                _ = try session.run("SET TRANSACTION READ ONLY")
                return try session.run(question).rows
            }
        }
    }

    private static let most = 1_000_000

    package func rows(of object: CatalogObject) async throws -> RowCount? {
        guard let table = object.owner else { return nil }
        let name = "\(Self.quoted(table.schema)).\(Self.quoted(table.name))"
        let condition = object.kind == .column ? " WHERE \(Self.quoted(object.name)) IS NOT NULL" : ""
        let rows = "SELECT 1 FROM \(name)\(condition) LIMIT \(Self.most + 1)"
        let answer = try await answer("SELECT count(*) FROM (\(rows)) AS counted")
        let number = (answer.first?.first ?? nil).flatMap { Int($0) } ?? 0
        return RowCount(number: min(number, Self.most), isMore: number > Self.most)
    }

    private static func quoted(_ name: String) -> String { "\"\(name.replacing("\"", with: "\"\""))\"" }
}
