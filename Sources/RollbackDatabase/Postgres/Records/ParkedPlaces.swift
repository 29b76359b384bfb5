/// Everything that is parked in a database, this run's and older ones': nothing that a plan does may take it along.
enum ParkedPlaces {
    /// - Returns: by OID, and for columns their number, with a name for people.
    static func all(_ session: PostgresSession) throws -> [String: String] {
        let found = try session.run(
            """
            SELECT c.oid::text, c.relname FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'lastgood_parked' AND c.relkind IN ('r', 'p')
            UNION ALL
            SELECT a.attrelid || '.' || a.attnum, c.relname || '.' || a.attname FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
            WHERE a.attname LIKE '\\_\\_lg\\_%' AND NOT a.attisdropped AND c.relkind IN ('r', 'p')
            """)
        return Dictionary(found.rows.map { ($0[0] ?? "", $0[1] ?? "") }, uniquingKeysWith: { $1 })
    }

    /// - Returns: a sentence for each that was parked and is gone.
    static func missing(_ session: PostgresSession, before: [String: String], records: [ParkingRecord]) throws
        -> [String]
    {
        let now = try all(session)
        let lost = before.filter { now[$0.key] == nil }.map(\.value)
        let names = Set(now.values)
        let unkept = records.compactMap { record -> String? in
            let place = record.place
            guard [.table, .column].contains(place.kind) else { return nil }
            let name = place.kind == .table ? place.name : "\(place.table ?? "").\(place.name)"
            return names.contains(name)
                || (place.kind == .column && now.values.contains { $0.hasSuffix(".\(place.name)") })
                ? nil : name
        }
        return (lost + unkept).sorted().map { "\($0), which is parked, would be dropped" }
    }
}
