/// Rows whose key points to a row that was deleted while they were parked.
enum Orphans {
    /// - Parameter statement: `ALTER TABLE … VALIDATE CONSTRAINT …` as `ConstraintRestoring` writes it.
    /// - Returns: nil: it is about no foreign key.
    static func sentence(_ session: PostgresSession, validating statement: String) throws -> String? {
        let keys = try session.run(query).rows.map { $0.map { $0 ?? "" } }
        guard let key = keys.first(where: { statement.hasSuffix("TABLE \($0[0]) VALIDATE CONSTRAINT \($0[1])") }) else {
            return nil
        }
        let orphan = "FROM \(key[0]) c WHERE (\(key[4])) AND NOT EXISTS (SELECT FROM \(key[2]) p WHERE \(key[3]))"
        let count = try session.run("SELECT count(*) \(orphan)").first ?? "0"
        let some = try session.run("SELECT ROW(\(key[5]))::text \(orphan) LIMIT 5").rows.compactMap { $0[0] }
        return "\(count) rows of \(key[0]) point to rows of \(key[2]) that were deleted meanwhile, such as "
            + "\(some.joined(separator: ", ")): constraint \(key[1]) holds for new rows only"
    }

    private static let query = """
        SELECT '"' || replace(n.nspname, '"', '""') || '"."' || replace(c.relname, '"', '""') || '"',
          '"' || replace(k.conname, '"', '""') || '"',
          pg_catalog.quote_ident(fn.nspname) || '.' || pg_catalog.quote_ident(f.relname),
          (SELECT string_agg('p.' || pg_catalog.quote_ident(b.attname) || ' = c.' || pg_catalog.quote_ident(a.attname), ' AND ')
           FROM unnest(k.conkey, k.confkey) x (own, other)
           JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = own
           JOIN pg_catalog.pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = other),
          (SELECT string_agg('c.' || pg_catalog.quote_ident(a.attname) || ' IS NOT NULL', ' AND ')
           FROM pg_catalog.pg_attribute a WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)),
          (SELECT string_agg('c.' || pg_catalog.quote_ident(a.attname), ', ')
           FROM pg_catalog.pg_attribute a WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey))
        FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_class f ON f.oid = k.confrelid
        JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace WHERE k.contype = 'f' AND NOT k.convalidated
        """
}
