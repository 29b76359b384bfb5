/// How a constraint comes back that was dropped: without looking at rows first, then with. Rules that an index keeps
/// cannot be made without looking.
enum ConstraintRestoring {
    static func add(_ constraint: ColumnFacts.Constraint, to record: inout ParkingRecord) {
        let (owner, name) = (PostgresNames.quoted(constraint.table), PostgresNames.quoted(constraint.name))
        let add = "ALTER TABLE \(owner) ADD CONSTRAINT \(name) \(constraint.definition)"
        guard ["c", "f"].contains(constraint.kind), !constraint.isPartitioned,
            !constraint.definition.hasSuffix("NOT VALID")
        else {
            record.restore.append(add)
            return
        }
        record.restore.append("\(add) NOT VALID")
        record.finish.append("ALTER TABLE \(owner) VALIDATE CONSTRAINT \(name)")
    }
}
