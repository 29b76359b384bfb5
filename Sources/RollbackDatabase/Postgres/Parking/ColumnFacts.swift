import RollbackCore

/// What hangs on a column.
struct ColumnFacts {
    struct Constraint: Sendable {
        var name: String
        /// As `pg_constraint.contype` has it: c check, f foreign key, p primary key, u unique, x exclusion.
        var kind: String
        var table: TableName
        var definition: String
        var isPartitioned: Bool

        /// From the columns name, kind, schema, table, definition, `relkind`.
        init(_ row: [String?]) {
            let words = row.map { $0 ?? "" }
            (name, kind, definition) = (words[0], words[1], words[4])
            table = TableName(schema: words[2], name: words[3])
            isPartitioned = words[5] == "p"
        }
    }

    struct Index: Sendable {
        var name: String
        var isUnique: Bool
        var definition: String
    }

    let columns: Set<String>
    let isRequired: Bool
    let isIdentity: Bool
    let isInherited: Bool
    /// Rows that are written without a value have none, or each its own: there is no default that repeats itself, and
    /// nothing is computed.
    let isDistinctByDefault: Bool
    /// The value that older rows got when the column was made.
    let fill: String?
    let constraints: [Constraint]
    let indexes: [Index]

    init(_ session: PostgresSession, table: TableName, column: String) throws {
        let path = try SearchPath.own(session)
        let named = [table.schema, table.name]
        columns = Set(try session.run(Self.columnQuery, named).rows.compactMap(\.first).compactMap(\.self))
        guard let row = try session.run(Self.query, named + [column]).rows.first else {
            throw PostgresError(
                statement: "park \(table.name).\(column)", state: "42703", message: "there is no such column")
        }
        (isRequired, isIdentity) = (row[1] == "t", row[2] != "")
        (isInherited, isDistinctByDefault, fill) = (row[3] != "0", row[4] == "f", row[5])
        let place = [row[0], row[6]]
        constraints = try session.run(Self.constraintQuery, place).rows.map(Constraint.init)
        indexes = try session.run(Self.indexQuery, place).rows.map {
            Index(name: $0[0] ?? "", isUnique: $0[1] == "t", definition: $0[2] ?? "")
        }
        try path.restore(session)
    }

    private static let relation = """
        pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = $1 AND c.relname = $2
        """

    private static let columnQuery =
        "SELECT attname FROM \(relation) JOIN pg_attribute a ON a.attrelid = c.oid WHERE NOT a.attisdropped"

    private static let query = """
        SELECT c.oid, a.attnotnull, a.attidentity, a.attinhcount,
          a.atthasdef AND pg_get_expr(d.adbin, d.adrelid) !~ '^(nextval|gen_random_uuid|uuid_generate)',
          quote_literal((a.attmissingval::text::text[])[1]) || '::' || format_type(a.atttypid, a.atttypmod), a.attnum
        FROM \(relation) JOIN pg_attribute a ON a.attrelid = c.oid
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum WHERE a.attname = $3 AND NOT a.attisdropped
        """

    /// Foreign keys last: they may need a rule that comes before. What was renamed already is not ours to name.
    private static let constraintQuery = """
        SELECT k.conname, k.contype, n.nspname, c.relname, pg_get_constraintdef(k.oid), c.relkind
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE (k.conrelid = $1::oid AND $2::int2 = ANY (k.conkey) OR k.confrelid = $1::oid AND $2::int2 = ANY (k.confkey))
          AND k.contype IN ('c', 'f', 'p', 'u', 'x') AND k.conparentid = 0 AND k.coninhcount = 0
          AND k.conname !~ '^__lg_'
        ORDER BY k.contype <> 'f', k.conname
        """

    private static let indexQuery = """
        SELECT c.relname, x.indisunique, pg_get_indexdef(c.oid)
        FROM pg_depend d JOIN pg_index x ON x.indexrelid = d.objid JOIN pg_class c ON c.oid = d.objid
        WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
          AND d.refobjid = $1::oid AND d.refobjsubid = $2::int AND c.relname !~ '^__lg_'
          AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = c.oid AND contype IN ('p', 'u', 'x'))
        GROUP BY c.oid, c.relname, x.indisunique ORDER BY c.relname
        """
}
