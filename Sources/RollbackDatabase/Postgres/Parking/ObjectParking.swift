/// Moves a type, a function or a sequence out of the schema, with everything that depends on it.
struct ObjectParking {
    let session: PostgresSession
    let run: Int

    func perform(_ object: CatalogObject) throws -> ParkingRecord {
        let (word, name, arguments) = Self.words(object)
        let place = PostgresNames.parked(name, run: run) { taken in
            (try? ObjectLookup(session: session).exists(
                CatalogObject(object.kind, schema: PostgresNames.parked, name: taken + arguments))) == true
        }
        let (old, new) = (PostgresNames.quoted(name), PostgresNames.quoted(place))
        let (home, away) = (PostgresNames.quoted(object.schema), PostgresNames.quoted(PostgresNames.parked))
        try session.run("ALTER \(word) \(home).\(old)\(arguments) RENAME TO \(new)")
        try session.run("ALTER \(word) \(home).\(new)\(arguments) SET SCHEMA \(away)")
        var record = ParkingRecord(
            object, at: CatalogObject(object.kind, schema: PostgresNames.parked, name: place + arguments))
        record.restore = [
            "ALTER \(word) \(away).\(new)\(arguments) SET SCHEMA \(home)",
            "ALTER \(word) \(home).\(new)\(arguments) RENAME TO \(old)",
        ]
        return record
    }

    /// - Returns: SQL's word, the name, and a function's arguments in parentheses.
    private static func words(_ object: CatalogObject) -> (String, String, String) {
        switch object.kind {
        case .function:
            let name = object.name.prefix { $0 != "(" }
            return ("ROUTINE", String(name), String(object.name.dropFirst(name.count)))
        case .sequence: return ("SEQUENCE", object.name, "")
        default: return ("TYPE", object.name, "")
        }
    }
}
