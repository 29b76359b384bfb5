import RollbackCore

extension JSONEventReference {
    static func databases() throws -> [Entry] {
        [try schemaPlan(), try schemaRehearsal(), schemaFacts, parked, parkedExported, parkedDropped]
    }

    private static let view = ParkedView(
        database: "app.db", run: RunID(7), object: "column payments.fee", place: "column payments.__lg_7_fee",
        rows: "37 values", since: "2026-03-01T03:14:00Z")
    private static let database = Field("database", "text", "its name")

    private static func schemaPlan() throws -> Entry {
        Entry(
            "schema-plan", "How one database's schema would go back.", event: false,
            [
                database, Field("verdict", "text", "`exact` or `parkable`"),
                Field("reasons", "list", "why, a clause each"),
                Field("effects", "list", "what it does to rows, with numbers, a line each"),
                Field(
                    "plan", "object",
                    "title, ledger, ledgerAfter, migrations, actions, locks, before (a digest), after (the catalog),"
                        + " residue, effects, warnings"),
            ],
            examples: [
                try JSONLines.schemaPlan(
                    "app.db", verdict: "parkable", reasons: ["column payments.fee came with it"],
                    effects: ["parks column payments.fee: 37 values"], plan: ["title": "app.db"])
            ])
    }

    private static func schemaRehearsal() throws -> Entry {
        Entry(
            "schema-rehearsal", "What a transaction proved that was then taken back.", event: false,
            [
                database,
                Field("evidence", "object", "proved, counts, locked (seconds), attempts, parked and warnings"),
            ], examples: [try JSONLines.schemaRehearsal("app.db", evidence: ["proved": ["integrity_check: ok"]])])
    }

    private static var schemaFacts: Entry {
        Entry(
            "schema-facts", "What a database's catalog says.", event: false,
            [
                database, Field("objects", "list", "tables, columns, indexes and whatever else it has"),
                Field("release", "text or null", "the release that it is compared with"),
                Field("changes", "list", "what is not as that release was recorded with"),
            ],
            examples: [
                JSONLines.schemaFacts(
                    "app.db", objects: ["table users", "column users.tier"], release: ReleaseNumber(41),
                    changes: ["column users.tier is new"])
            ])
    }

    private static var parked: Entry {
        Entry(
            "parked", "A column or table that a rollback took out of the way, with its rows.", event: false,
            [
                database, Field("run", "text", "the run that did it"), Field("object", "text", "as it was called"),
                Field("place", "text", "as it is called now"),
                Field("rows", "text or null", "how much it holds"), Field("since", "text", "ISO 8601 in UTC"),
            ], examples: [JSONLines.parked(view)])
    }

    private static var parkedExported: Entry {
        Entry(
            "parked-exported", "Parked rows were written to a file.", event: false,
            [
                database, Field("run", "text", "the run that parked it"), Field("object", "text", "as it was called"),
                Field("file", "text", "where they are"), Field("sha256", "text", "of that file"),
            ],
            examples: [JSONLines.unparked(view, file: "/srv/export/run-7.payments.fee.csv", sha256: "9f86d081…")])
    }

    private static var parkedDropped: Entry {
        Entry(
            "parked-dropped", "Parked rows were dropped, for good.", event: false,
            [database, Field("run", "text", "the run that parked it"), Field("object", "text", "as it was called")],
            examples: [JSONLines.unparked(view, file: nil, sha256: nil)])
    }
}
