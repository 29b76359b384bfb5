import RollbackCore

/// The platform's databases.
struct DatabaseSection: Section {
    static let heading = "Databases"
    static let file = ConfigurationFile.rollback
    static let path = "database"
    static let about =
        "Databases are found by the variables of the services: `DATABASE_URL` and whatever else holds an address."
    static let example = """
        "database": {
          "parked_retention_days": 90,
          "assertions": [
            { "name": "users are there", "query": "SELECT count(*) FROM users", "expected_minimum": 1 },
            { "name": "no payment without a user", "expected_rows": "none",
              "query": "SELECT id FROM payments WHERE user_id NOT IN (SELECT id FROM users)" }
          ]
        }
        """

    static let retention = Key(
        "parked_retention_days", .days,
        """
        After how many days what rollbacks have parked is dropped with its rows, when a release is recorded. Without it, \
        only `lastgood database drop-parked` does.
        """)
    static let assertions: Key<[Located<AssertionSection>]> = Key(
        "assertions", .list(of: .section), "Questions that are asked whenever the platform is verified.")
    static let keys: [any AnyKey] = [retention, assertions]

    let settings: DatabaseSettings

    init(_ reader: SectionReader) {
        settings = DatabaseSettings(
            parkedRetentionDays: reader.value(Self.retention),
            assertions: (reader.value(Self.assertions) ?? []).map(\.value.check))
    }
}

/// A question to a database, and what a healthy answer looks like.
struct AssertionSection: Section {
    static let heading = "One assertion"
    static let file = ConfigurationFile.rollback
    static let path = "database.assertions[]"
    static let about = """
        A `SELECT` that changes nothing. Give one of `expected_rows`, `expected_value` and `expected_minimum`; without \
        them, some row is expected.
        """
    static let example = ""

    static let name = Key("name", .nonEmpty, fallback: "required", "What it proves, for reports.")
    static let query = Key(
        "query", .nonEmpty, fallback: "required", "The question. Never put secrets here: it is printed.")
    static let database = Key(
        "database", .nonEmpty, fallback: "the only one",
        "Which database is asked, by its name as `lastgood database facts` lists it.")
    static let rows = Key("expected_rows", .choice(["some", "none"]), "Whether there are rows in the answer.")
    static let value = Key("expected_value", .nonEmpty, "The first value of the first row, as text.")
    static let minimum = Key("expected_minimum", .count, "The first value of the first row is this number, or more.")
    static let critical = Key(
        "critical", .flag, fallback: "`true`", "`false`: a wrong answer is a warning.")
    static let keys: [any AnyKey] = [name, query, database, rows, value, minimum, critical]

    let check: Check

    init?(_ reader: SectionReader) {
        let (name, query) = (reader.required(Self.name), reader.required(Self.query))
        let (rows, value, minimum) = (reader.value(Self.rows), reader.value(Self.value), reader.value(Self.minimum))
        let database = reader.value(Self.database)
        let critical = reader.value(Self.critical) ?? true
        let given = [reader.has(Self.rows), reader.has(Self.value), reader.has(Self.minimum)].compactMap(\.self)
        if given.count > 1 {
            reader.findings.problem(
                given[1], "give one of expected_rows, expected_value and expected_minimum: each is an expectation")
        }
        guard let name, let query else { return nil }
        let expected: DatabaseQuestion.Expected =
            value.map { .value($0) } ?? minimum.map { .minimum($0) } ?? (rows == "none" ? .noRows : .rows)
        check = Check(
            name: "database/\(name)",
            probe: .question(DatabaseQuestion(query: query, database: database, expected: expected)), critical: critical
        )
    }
}
