/// What else in the server names the objects that a plan touches, and does not go back with them.
enum ReplicationWarnings {
    static func read(_ session: PostgresSession, _ plan: SchemaPlan) throws -> [String] {
        let tables = plan.actions.compactMap(\.touched)
        guard !tables.isEmpty else { return [] }
        let names = [TableLocks.array(tables.map(\.schema)), TableLocks.array(tables.map(\.name))]
        return try session.run(query, names).rows.compactMap(\.first).compactMap(\.self)
    }

    private static let query = """
        WITH named AS (SELECT s, t FROM unnest($1::text[], $2::text[]) x (s, t)),
        touched AS (
          SELECT c.oid, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          JOIN named ON (n.nspname = s OR n.nspname = 'lastgood_parked') AND c.relname = t)
        SELECT 'publication ' || p.pubname || ' sends ' || t.relname || ': its subscribers need the same schema'
        FROM touched t JOIN pg_catalog.pg_publication_rel r ON r.prrelid = t.oid
        JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid
        UNION
        SELECT 'publication ' || pubname || ' sends every table, parked ones too' FROM pg_catalog.pg_publication
        WHERE puballtables
        UNION
        SELECT 'replication slot ' || slot_name || ' is read by another server: it needs the same schema'
        FROM pg_catalog.pg_replication_slots WHERE slot_type = 'logical' AND database = current_database()
        UNION
        SELECT 'row security of ' || t.relname || ': policy ' || p.polname || ' says who sees its rows'
        FROM touched t JOIN pg_catalog.pg_policy p ON p.polrelid = t.oid
        ORDER BY 1
        """
}
