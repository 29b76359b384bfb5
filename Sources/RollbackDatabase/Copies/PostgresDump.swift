package import RollbackCore

/// How a PostgreSQL database is written down: by its own `pg_dump`, in its plain form, which its `psql` reads.
package enum PostgresDump {
    /// - Parameters:
    ///   - output: where the dump goes.
    ///   - passwords: a password file of its own; nil: libpq finds one, or needs none.
    package static func command(_ address: PostgresAddress, to output: String, passwords: String?) -> Command {
        Command(
            [
                "pg_dump", "--no-password", "--format=plain", "--file=\(output)", "--dbname=\(address.connection)",
            ],
            environment: ["LC_ALL": "C", "PGCONNECT_TIMEOUT": "5"].merging(
                passwords.map { ["PGPASSFILE": $0] } ?? [:]
            ) { $1 })
    }

    /// What a dump ends with that was written to its end; a line of comment follows since PostgreSQL 18.
    private static let trailer = "-- PostgreSQL database dump complete"

    /// How much of a dump's end `isComplete` wants to see, in bytes.
    package static let ending = 512

    package static func isComplete(ending: some Collection<UInt8>) -> Bool {
        String(decoding: ending, as: UTF8.self).contains(trailer)
    }
}
