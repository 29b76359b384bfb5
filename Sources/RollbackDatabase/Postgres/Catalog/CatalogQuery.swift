/// The whole catalog in one question, so that a distant server is asked once. Ten columns: kind, schema, table, name, and
/// six that `CatalogReader` knows the names of. What is ours, temporary, an extension's or a hosting service's own is
/// left out. The server's own functions write definitions; they qualify names by the search path, which has to be
/// `pg_catalog` alone, or two sessions write the same thing in two ways.
enum CatalogQuery {
    static let text = """
        WITH ns AS MATERIALIZED (
          SELECT oid, nspname FROM pg_namespace
          WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'lastgood', 'lastgood_parked')
            AND pg_get_userbyid(nspowner) !~ '^(supabase_|pgbouncer$)'),
        ext AS MATERIALIZED (SELECT classid, objid FROM pg_depend WHERE deptype = 'e'),
        rel AS MATERIALIZED (
          SELECT c.*, n.nspname FROM pg_class c JOIN ns n ON n.oid = c.relnamespace
          WHERE c.relname !~ '^__lg_' AND c.relpersistence <> 't'
            AND NOT EXISTS (SELECT FROM ext WHERE classid = 'pg_class'::regclass AND objid = c.oid)),
        tab AS MATERIALIZED (SELECT oid, nspname, relname FROM rel WHERE relkind IN ('r', 'p', 'f'))
        SELECT 'schema', nspname, NULL, nspname, NULL, NULL, NULL, NULL, NULL, NULL FROM ns
        UNION ALL
        SELECT 'extension', '', NULL, extname, extversion, extnamespace::regnamespace::text, NULL, NULL, NULL, NULL
        FROM pg_extension
        UNION ALL
        SELECT 'type', n.nspname, NULL, t.typname,
          CASE t.typtype
          WHEN 'e' THEN (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid)
          WHEN 'd' THEN format_type(t.typbasetype, t.typtypmod) || CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END
            || coalesce(' DEFAULT ' || t.typdefault, '')
            || coalesce((SELECT string_agg(' ' || pg_get_constraintdef(oid), '' ORDER BY conname) FROM pg_constraint WHERE contypid = t.oid AND contype = 'c'), '')
          WHEN 'c' THEN (SELECT string_agg(quote_ident(attname) || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum)
            FROM pg_attribute WHERE attrelid = t.typrelid AND attnum > 0 AND NOT attisdropped)
          ELSE (SELECT format_type(rngsubtype, NULL) FROM pg_range WHERE rngtypid = t.oid) END,
          CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'c' THEN 'composite' ELSE 'range' END, NULL, NULL, NULL, NULL
        FROM pg_type t JOIN ns n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
        WHERE (t.typtype IN ('e', 'd', 'r') OR t.typtype = 'c' AND c.relkind = 'c') AND t.typname !~ '^__lg_'
          AND NOT EXISTS (SELECT FROM ext WHERE classid = 'pg_type'::regclass AND objid = t.oid)
        UNION ALL
        SELECT 'sequence', r.nspname, NULL, r.relname, format_type(s.seqtypid, NULL), s.seqstart::text,
          s.seqincrement::text, s.seqmin || '..' || s.seqmax, s.seqcycle::text, o.relname || '.' || a.attname
        FROM rel r JOIN pg_sequence s ON s.seqrelid = r.oid
        LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
          AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
        LEFT JOIN pg_class o ON o.oid = d.refobjid LEFT JOIN pg_attribute a ON a.attrelid = o.oid AND a.attnum = d.refobjsubid
        WHERE a.attname IS NULL OR a.attname !~ '^__lg_' AND o.relname !~ '^__lg_'
        UNION ALL
        SELECT 'function', n.nspname, NULL, p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
          CASE WHEN p.prokind = 'a' THEN (SELECT aggtransfn || ' ' || aggfinalfn || ' ' || format_type(aggtranstype, NULL) FROM pg_aggregate WHERE aggfnoid = p.oid)
          ELSE pg_get_functiondef(p.oid) END, NULL, NULL, NULL, NULL, NULL
        FROM pg_proc p JOIN ns n ON n.oid = p.pronamespace
        WHERE p.proname !~ '^__lg_' AND NOT EXISTS (SELECT FROM ext WHERE classid = 'pg_proc'::regclass AND objid = p.oid)
        UNION ALL
        SELECT 'table', r.nspname, NULL, r.relname,
          CASE r.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned ' || pg_get_partkeydef(r.oid) ELSE 'foreign' END,
          CASE r.relpersistence WHEN 'u' THEN 'unlogged' ELSE 'permanent' END,
          CASE WHEN r.relforcerowsecurity THEN 'forced' WHEN r.relrowsecurity THEN 'enabled' END,
          (SELECT string_agg(inhparent::regclass::text, ', ' ORDER BY inhseqno) FROM pg_inherits WHERE inhrelid = r.oid),
          pg_get_expr(r.relpartbound, r.oid), array_to_string(r.reloptions, ', ')
        FROM rel r WHERE r.relkind IN ('r', 'p', 'f')
        UNION ALL
        SELECT 'column', t.nspname, t.relname, a.attname, format_type(a.atttypid, a.atttypmod),
          CASE WHEN a.attnotnull THEN 'no' ELSE 'yes' END, CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END,
          CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) || CASE a.attgenerated WHEN 'v' THEN ' virtual' ELSE '' END END,
          CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END,
          CASE WHEN a.attcollation <> y.typcollation THEN l.collname END
        FROM tab t JOIN pg_attribute a ON a.attrelid = t.oid JOIN pg_type y ON y.oid = a.atttypid
        LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum LEFT JOIN pg_collation l ON l.oid = a.attcollation
        WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attname !~ '^__lg_'
        UNION ALL
        SELECT 'constraint', t.nspname, t.relname, k.conname, pg_get_constraintdef(k.oid), NULL, NULL, NULL, NULL, NULL
        FROM tab t JOIN pg_constraint k ON k.conrelid = t.oid WHERE k.contype NOT IN ('n', 't') AND k.conname !~ '^__lg_'
        UNION ALL
        SELECT 'index', r.nspname, o.relname, r.relname, pg_get_indexdef(r.oid), CASE WHEN NOT x.indisvalid THEN 'no' END, NULL, NULL, NULL, NULL
        FROM rel r JOIN pg_index x ON x.indexrelid = r.oid JOIN pg_class o ON o.oid = x.indrelid
        WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = r.oid AND contype IN ('p', 'u', 'x'))
        UNION ALL
        SELECT 'view', r.nspname, NULL, r.relname, pg_get_viewdef(r.oid), CASE r.relkind WHEN 'm' THEN 'yes' END,
          array_to_string(r.reloptions, ', '), NULL, NULL, NULL
        FROM rel r WHERE r.relkind IN ('v', 'm')
        UNION ALL
        SELECT 'trigger', r.nspname, r.relname, g.tgname, pg_get_triggerdef(g.oid), NULLIF(g.tgenabled::text, 'O'), NULL, NULL, NULL, NULL
        FROM rel r JOIN pg_trigger g ON g.tgrelid = r.oid WHERE NOT g.tgisinternal AND g.tgparentid = 0 AND g.tgname !~ '^__lg_'
        UNION ALL
        SELECT 'policy', t.nspname, t.relname, p.polname, CASE p.polcmd WHEN '*' THEN 'all' WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' ELSE 'delete' END,
          (SELECT string_agg(CASE r WHEN 0 THEN 'public' ELSE pg_get_userbyid(r) END, ', ' ORDER BY pg_get_userbyid(r)) FROM unnest(p.polroles) r),
          pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid), CASE WHEN NOT p.polpermissive THEN 'yes' END, NULL
        FROM tab t JOIN pg_policy p ON p.polrelid = t.oid
        UNION ALL
        SELECT 'publication', '', NULL, p.pubname, CASE WHEN p.puballtables THEN 'all' ELSE
          (SELECT string_agg(t.nspname || '.' || t.relname, ', ' ORDER BY t.nspname, t.relname) FROM pg_publication_rel r JOIN tab t ON t.oid = r.prrelid WHERE r.prpubid = p.oid) END,
          concat_ws(', ', CASE WHEN pubinsert THEN 'insert' END, CASE WHEN pubupdate THEN 'update' END, CASE WHEN pubdelete THEN 'delete' END, CASE WHEN pubtruncate THEN 'truncate' END), NULL, NULL, NULL, NULL
        FROM pg_publication p
        """
}
