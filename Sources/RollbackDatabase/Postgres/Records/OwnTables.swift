/// Our own tables in the database that is taken back: what happened, and where everything is. They change in the same
/// transaction as the schema does.
struct OwnTables {
    let session: PostgresSession
    /// Whose runs: two checkouts, or two machines, count theirs from one.
    let platform: String

    /// Makes what is missing. Deferred, the foreign key is checked at COMMIT: whoever ends the transaction before
    /// `verified` is written fails there, and everything is taken back.
    func prepare() throws {
        guard try session.run("SELECT 1 FROM pg_namespace WHERE nspname = 'lastgood'").first == nil else { return }
        for statement in Self.statements { try session.run(statement) }
    }

    private static let statements = [
        "CREATE SCHEMA lastgood",
        "CREATE SCHEMA IF NOT EXISTS lastgood_parked",
        """
        CREATE TABLE lastgood.verified (
          platform text, run int, change text, evidence text NOT NULL, kept text NOT NULL,
          at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (platform, run, change))
        """,
        """
        CREATE TABLE lastgood.pending (
          platform text, run int, change text, PRIMARY KEY (platform, run, change),
          FOREIGN KEY (platform, run, change) REFERENCES lastgood.verified DEFERRABLE INITIALLY DEFERRED)
        """,
        """
        CREATE TABLE lastgood.parked (
          platform text, run int, position int, record text NOT NULL, since timestamptz NOT NULL DEFAULT now(),
          returned boolean NOT NULL DEFAULT false, finished boolean NOT NULL DEFAULT false,
          PRIMARY KEY (platform, run, position))
        """,
    ]

    /// A run that was redone may go back once more: what it said of the first time goes in the same transaction.
    func begin(_ change: SchemaChange, run: Int) throws {
        if change == .back {
            for table in ["pending", "verified"] {
                try session.run(
                    "DELETE FROM lastgood.\(table) WHERE platform = $1 AND run = $2", [platform, "\(run)"])
            }
            try session.run(
                "DELETE FROM lastgood.parked WHERE platform = $1 AND run = $2 AND returned", [platform, "\(run)"])
        }
        try session.run(
            "INSERT INTO lastgood.pending VALUES ($1, $2, $3)", [platform, "\(run)", change.rawValue])
    }

    /// The last word before COMMIT.
    func verify(_ change: SchemaChange, run: Int, evidence: String, kept: String) throws {
        try session.run(
            "INSERT INTO lastgood.verified (platform, run, change, evidence, kept) VALUES ($1, $2, $3, $4, $5)",
            [platform, "\(run)", change.rawValue, evidence, kept])
    }

    func isThere() throws -> Bool {
        try session.run("SELECT pg_catalog.to_regclass('lastgood.verified')").first != nil
    }

    /// - Returns: the evidence of a change that has happened, and what its way back needs.
    ///   Nil: it has not happened.
    func verified(_ change: SchemaChange, run: Int) throws -> (evidence: String, kept: String)? {
        guard try isThere() else { return nil }
        let found = try session.run(
            "SELECT evidence, kept FROM lastgood.verified WHERE platform = $1 AND run = $2 AND change = $3",
            [platform, "\(run)", change.rawValue])
        return found.rows.first.map { ($0[0] ?? "", $0[1] ?? "") }
    }
}

/// The two directions.
enum SchemaChange: String, Sendable {
    case back, forth
}
