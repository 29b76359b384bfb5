import FoundationEssentials
import RollbackCore

/// The rows that say what is parked.
struct ParkedRows {
    let session: PostgresSession
    let platform: String

    struct Row: Sendable {
        var run: Int
        var position: Int
        var record: ParkingRecord
        var since: String
        var isFinished: Bool
    }

    func write(_ records: [ParkingRecord], run: Int) throws {
        for (position, record) in records.enumerated() {
            let text = String(decoding: try JSONEncoder().encode(record), as: UTF8.self)
            try session.run(
                "INSERT INTO lastgood.parked (platform, run, position, record) VALUES ($1, $2, $3, $4)",
                [platform, "\(run)", "\(position)", text])
        }
    }

    /// - Parameter returned: those that are back already, or those that are still away.
    func all(run: Int? = nil, returned: Bool = false) throws -> [Row] {
        guard try OwnTables(session: session, platform: platform).isThere() else { return [] }
        let found = try session.run(
            """
            SELECT run, position, record,
              to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), finished FROM lastgood.parked
            WHERE platform = $1 AND run = coalesce($2::int, run) AND returned = $3::boolean ORDER BY run, position
            """, [platform, run.map(String.init), "\(returned)"])
        return try found.rows.map { row in
            let record = try JSONDecoder().decode(ParkingRecord.self, from: Data((row[2] ?? "").utf8))
            return Row(
                run: row[0].flatMap { Int($0) } ?? 0, position: row[1].flatMap { Int($0) } ?? 0, record: record,
                since: row[3] ?? "", isFinished: row[4] == "t")
        }
    }

    func markReturned(run: Int) throws {
        try session.run(
            "UPDATE lastgood.parked SET returned = true WHERE platform = $1 AND run = $2", [platform, "\(run)"])
    }

    func markFinished(_ row: Row) throws {
        try session.run(
            "UPDATE lastgood.parked SET finished = true WHERE platform = $1 AND run = $2 AND position = $3",
            [platform, "\(row.run)", "\(row.position)"])
    }

    func remove(_ row: Row) throws {
        try session.run(
            "DELETE FROM lastgood.parked WHERE platform = $1 AND run = $2 AND position = $3",
            [platform, "\(row.run)", "\(row.position)"])
    }
}

extension ParkedRows.Row {
    var parked: ParkedObject {
        ParkedObject(
            run: RunID(run), object: record.object, place: record.place, restore: record.restore + record.finish,
            since: since)
    }
}
