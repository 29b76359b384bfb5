import FoundationEssentials
import GRDB
import RollbackCore

/// What this program writes down in a database about itself: what runs did, and what of the platform's is parked.
struct SQLiteRecords {
    /// What was done to one table, so that it can be taken back to the letter.
    struct Parking: Codable, Hashable {
        var object: ParkedObject
        /// The table's `CREATE TABLE` as it was, and as it is when the name is back.
        var before: String
        var opened: String
        /// The largest rowid when it was parked; nil for a table without rowids.
        var newest: Int64?
    }

    let database: Database
    private let run: RunID
    private let key: String

    /// - Parameter plan: with the run's number it names the run: state that was lost starts counting anew.
    init(_ database: Database, run: RunID, plan: SchemaPlan) throws {
        self.database = database
        self.run = run
        key = "\(run.number) \(try plan.key())"
    }

    /// The commit guard: a row in the first table has to have its row in the second when the transaction commits. The
    /// server itself refuses any COMMIT before everything is proved.
    func make() throws {
        try database.execute(
            sql: """
                CREATE TABLE IF NOT EXISTS \(OwnNames.verified)
                    (run TEXT PRIMARY KEY, state TEXT NOT NULL, evidence TEXT NOT NULL) WITHOUT ROWID;
                CREATE TABLE IF NOT EXISTS \(OwnNames.pending)
                    (run TEXT PRIMARY KEY REFERENCES \(OwnNames.verified) (run) DEFERRABLE INITIALLY DEFERRED)
                    WITHOUT ROWID;
                CREATE TABLE IF NOT EXISTS \(OwnNames.parked)
                    (run TEXT NOT NULL, number INTEGER NOT NULL, record TEXT NOT NULL, PRIMARY KEY (run, number))
                    WITHOUT ROWID;
                """)
    }

    static func exist(_ database: Database) throws -> Bool { try database.tableExists(OwnNames.verified) }

    /// What the run has proved last, if it has.
    func proved() throws -> (state: SchemaRunState, evidence: SchemaEvidence)? {
        guard try Self.exist(database) else { return nil }
        let sql = "SELECT state, evidence FROM \(OwnNames.verified) WHERE run = ?"
        guard let row = try Row.fetchOne(database, sql: sql, arguments: [key]),
            let state = SchemaRunState(rawValue: row["state"])
        else { return nil }
        return (state, try JSONText.decode(SchemaEvidence.self, from: row["evidence"]))
    }

    /// From here on the transaction cannot commit.
    func announce() throws {
        for table in [OwnNames.pending, OwnNames.verified] {
            try database.execute(sql: "DELETE FROM \(table) WHERE run = ?", arguments: [key])
        }
        try database.execute(sql: "INSERT INTO \(OwnNames.pending) VALUES (?)", arguments: [key])
    }

    /// Now it can.
    func vouch(_ state: SchemaRunState, _ evidence: SchemaEvidence) throws {
        try database.execute(
            sql: "INSERT INTO \(OwnNames.verified) VALUES (?, ?, ?)",
            arguments: [key, state.rawValue, try JSONText.data(evidence)])
    }

    func keep(_ parkings: [Parking]) throws {
        for (number, parking) in parkings.enumerated() {
            try database.execute(
                sql: "INSERT INTO \(OwnNames.parked) VALUES (?, ?, ?)",
                arguments: [key, number, try JSONText.data(parking)])
        }
    }

    /// In the order in which it was parked.
    func parkings() throws -> [Parking] {
        let sql = "SELECT record FROM \(OwnNames.parked) WHERE run = ? ORDER BY number"
        return try Data.fetchAll(database, sql: sql, arguments: [key]).map {
            try JSONText.decode(Parking.self, from: $0)
        }
    }

    func forgetParkings() throws {
        try database.execute(sql: "DELETE FROM \(OwnNames.parked) WHERE run = ?", arguments: [key])
    }

    /// Of all runs.
    static func all(_ database: Database) throws -> [Parking] {
        guard try exist(database) else { return [] }
        let sql = "SELECT record FROM \(OwnNames.parked) ORDER BY CAST(run AS INTEGER), run, number"
        return try Data.fetchAll(database, sql: sql).map { try JSONText.decode(Parking.self, from: $0) }
    }

    static func forget(_ object: ParkedObject, _ database: Database) throws {
        for row in try Row.fetchAll(database, sql: "SELECT run, number, record FROM \(OwnNames.parked)") {
            let parking = try JSONText.decode(Parking.self, from: row["record"])
            guard parking.object.place == object.place else { continue }
            try database.execute(
                sql: "DELETE FROM \(OwnNames.parked) WHERE run = ? AND number = ?",
                arguments: [row["run"], row["number"]])
        }
    }

    /// The last that any run of this number has proved.
    static func state(of run: RunID, _ database: Database) throws -> SchemaRunState {
        guard try exist(database) else { return .untouched }
        let sql = "SELECT state FROM \(OwnNames.verified) WHERE CAST(run AS INTEGER) = ?"
        let states = try String.fetchAll(database, sql: sql, arguments: [run.number])
        // Of two that share a number the one that has left something is asked about.
        return states.contains(SchemaRunState.rolledBack.rawValue)
            ? .rolledBack : states.first.flatMap(SchemaRunState.init) ?? .untouched
    }
}
