/// A column that must have a value in every row again.
struct RequiredColumn: Sendable {
    private let table: String
    private let column: String
    private let constraint: String
    private let value: String?
    private let size = 5_000

    init(_ record: ParkingRecord, position: Int, run: Int) {
        let object = record.object
        table = PostgresNames.quoted(TableName(schema: object.schema, name: object.table ?? ""))
        column = PostgresNames.quoted(object.name)
        constraint = PostgresNames.quoted("\(PostgresNames.mark)\(run)_required_\(position)")
        value = record.fill
    }

    /// What rows get that were written without a value.
    var fill: String { value ?? "nothing" }

    /// - Returns: how many rows were filled; 0: there are no more, or nobody knows with what.
    func fillSome(_ session: PostgresSession) throws -> Int {
        guard let value else { return 0 }
        return try session.run(
            """
            UPDATE \(table) SET \(column) = \(value)
            WHERE ctid = ANY (ARRAY(SELECT ctid FROM \(table) WHERE \(column) IS NULL LIMIT \(size)))
            """
        ).affected
    }

    func count(_ session: PostgresSession) throws -> Int {
        try session.run("SELECT count(*) FROM \(table) WHERE \(column) IS NULL").first.flatMap { Int($0) } ?? 0
    }

    /// A check that was validated spares SET NOT NULL the scan under a lock (documentation, ALTER TABLE).
    var requirement: [String] {
        [
            "ALTER TABLE \(table) DROP CONSTRAINT IF EXISTS \(constraint)",
            "ALTER TABLE \(table) ADD CONSTRAINT \(constraint) CHECK (\(column) IS NOT NULL) NOT VALID",
            "ALTER TABLE \(table) VALIDATE CONSTRAINT \(constraint)",
            "ALTER TABLE \(table) ALTER COLUMN \(column) SET NOT NULL",
            "ALTER TABLE \(table) DROP CONSTRAINT \(constraint)",
        ]
    }
}
