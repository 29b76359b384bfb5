import RollbackCore

/// Where a database is, without anything secret: plans, records and journals hold this.
package enum DatabasePlace: Hashable, Codable, Sendable {
    case sqlite(path: String)
    /// As libpq reads it, without a password: that is looked up when it is needed.
    case postgres(connection: String)

    package init(_ address: DatabaseAddress) {
        switch address {
        case .sqlite(let path): self = .sqlite(path: path)
        case .postgres(let address): self = .postgres(connection: address.connection)
        }
    }

    package var dialect: any SchemaDialect {
        switch self {
        case .sqlite: SQLiteDialect()
        case .postgres: PostgresDialect()
        }
    }
}

/// What a release's database was like when the release was recorded.
package struct DatabaseRecord: Hashable, Codable, Sendable {
    /// For people: the file's or the database's name.
    package var title: String
    package var place: DatabasePlace
    package var facts: CatalogFacts
    /// Of each migration system that had written down something there.
    package var ledgers: [MigrationLedger]

    package init(title: String, place: DatabasePlace, facts: CatalogFacts, ledgers: [MigrationLedger]) {
        self.title = title
        self.place = place
        self.facts = facts
        self.ledgers = ledgers
    }
}
