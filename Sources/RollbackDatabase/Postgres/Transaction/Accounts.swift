/// What the server itself counts, read without scanning a row: what a transaction wrote, and what it wrote anew. By OID:
/// names change.
struct Accounts {
    struct Writes: Hashable {
        var inserted = 0
        var updated = 0
        var deleted = 0
    }

    struct Relation: Hashable {
        var name: TableName
        /// Another one: the table was rewritten or emptied.
        var file: String
    }

    struct Column: Hashable {
        var relation: String
        var number: String
    }

    struct ColumnState: Hashable {
        var name: String
        var type: String
        /// The type's OID and modifier: its name may change while nothing else does.
        var form: String
        var isGenerated: Bool
    }

    private(set) var writes: [String: Writes] = [:]
    private(set) var tables: [String: Relation] = [:]
    /// Those that count upwards; the least number: nothing was taken from it yet.
    private(set) var sequences: [String: Int] = [:]
    /// Those of the tables that are locked, where a plan runs statements of its own.
    private(set) var columns: [Column: ColumnState] = [:]

    /// - Parameter locked: the tables whose columns are read, by OID.
    static func read(_ session: PostgresSession, columnsOf locked: [String] = []) throws -> Accounts {
        var accounts = Accounts()
        for row in try session.run(query).rows.map({ $0.map { $0 ?? "" } }) {
            switch row[0] {
            case "w":
                accounts.writes[row[1]] = Writes(
                    inserted: Int(row[2]) ?? 0, updated: Int(row[3]) ?? 0, deleted: Int(row[4]) ?? 0)
            case "t":
                accounts.tables[row[1]] = Relation(name: TableName(schema: row[2], name: row[3]), file: row[4])
            default: accounts.sequences[row[1]] = Int(row[2]) ?? Int.min
            }
        }
        guard !locked.isEmpty else { return accounts }
        let list = "{\(locked.joined(separator: ","))}"
        for row in try session.run(columnQuery, [list]).rows.map({ $0.map { $0 ?? "" } }) {
            accounts.columns[Column(relation: row[0], number: row[1])] = ColumnState(
                name: row[2], type: row[3], form: row[5], isGenerated: row[4] == "t")
        }
        return accounts
    }

    private static let query = """
        SELECT 'w', relid::text, n_tup_ins::text, n_tup_upd::text, n_tup_del::text
        FROM pg_catalog.pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
        UNION ALL
        SELECT 't', c.oid::text, n.nspname, c.relname, pg_catalog.pg_relation_filenode(c.oid)::text
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname <> 'lastgood'
          AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
        UNION ALL
        SELECT 's', c.oid::text, CASE WHEN pg_catalog.has_sequence_privilege(c.oid, 'SELECT')
          THEN pg_catalog.pg_sequence_last_value(c.oid)::text END, NULL, NULL
        FROM pg_catalog.pg_class c WHERE c.relkind = 'S' AND c.relpersistence <> 't' AND EXISTS (
          SELECT FROM pg_catalog.pg_sequence WHERE seqrelid = c.oid AND seqincrement > 0 AND NOT seqcycle)
        """

    private static let columnQuery = """
        SELECT attrelid::text, attnum::text, attname, pg_catalog.format_type(atttypid, atttypmod), attgenerated <> '',
          atttypid || '.' || atttypmod
        FROM pg_catalog.pg_attribute WHERE attrelid = ANY ($1::oid[]) AND attnum > 0 AND NOT attisdropped
        """

    func oids(of names: [TableName]) -> [String] {
        let wanted = Set(names)
        return tables.filter { wanted.contains($0.value.name) }.map(\.key)
    }

    /// What rows this transaction wrote since `before`, by table.
    func writes(since before: Accounts) -> [String: Writes] {
        writes.reduce(into: [:]) { found, next in
            let old = before.writes[next.key] ?? Writes()
            let new = Writes(
                inserted: next.value.inserted - old.inserted, updated: next.value.updated - old.updated,
                deleted: next.value.deleted - old.deleted)
            if new != Writes() { found[next.key] = new }
        }
    }
}
