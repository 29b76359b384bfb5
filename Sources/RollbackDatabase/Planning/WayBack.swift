import RollbackCore

/// Finds what takes one catalog back to another: first what stands in the way goes, then names come back, then rows are
/// parked, then what was taken away is made again.
struct WayBack {
    private let now: CatalogFacts
    private let good: CatalogFacts
    private let dialect: any SchemaDialect
    private let renames: [RenamedFacts.Found]
    private let difference: CatalogDifference

    private var gone: [SchemaAction] = []
    private var renaming: [SchemaAction] = []
    private var altering: [SchemaAction] = []
    private var parking: [SchemaAction] = []
    private var making: [SchemaAction] = []
    private var lost: [String] = []
    private var unclear: [String] = []
    private var parked: [String] = []
    private(set) var touched: Set<TableName> = []
    private(set) var residue: [CatalogObject] = []

    init(now: CatalogFacts, good: CatalogFacts, renamed: RenamedFacts, dialect: any SchemaDialect) {
        (self.now, self.good, self.dialect) = (now, good, dialect)
        renames = renamed.found
        difference = CatalogDifference(from: good, to: renamed.facts)
    }

    var actions: [SchemaAction] { gone + renaming + altering + parking + making }
    var reasons: [String] { lost + unclear + parked }

    var verdict: MigrationVerdict.Verdict {
        !lost.isEmpty ? .irreversible : !unclear.isEmpty ? .needsMerge : !parked.isEmpty ? .parkable : .exact
    }

    private var newTables: Set<TableName> { Set(difference.added.filter { $0.kind == .table }.compactMap(\.owner)) }
    private var newColumns: [CatalogObject] {
        difference.added.filter { $0.kind == .column && !isPartOfNewTable($0) }
    }

    private func isPartOfNewTable(_ object: CatalogObject) -> Bool {
        object.kind != .table && object.owner.map(newTables.contains) ?? false
    }

    mutating func find() {
        for rename in renames {
            touched.insert(rename.table)
            renaming.append(
                .run(
                    statement: dialect.rename(rename.now, of: rename.table, to: rename.good),
                    restore: dialect.rename(rename.good, of: rename.table, to: rename.now)))
        }
        for object in difference.added.sorted(by: Self.takenFirst) { added(object) }
        for object in difference.removed.sorted(by: { Self.takenFirst($1, $0) }) { removed(object) }
        for change in difference.changed { changed(change) }
    }

    /// What stands on others goes before them, and comes back after them.
    private static func takenFirst(_ left: CatalogObject, _ right: CatalogObject) -> Bool {
        (rank(left.kind), left) < (rank(right.kind), right)
    }

    private static func rank(_ kind: CatalogObject.Kind) -> Int {
        let order: [CatalogObject.Kind] = [.trigger, .policy, .view, .constraint, .index, .column, .table]
        return order.firstIndex(of: kind) ?? order.count
    }

    private mutating func touch(_ object: CatalogObject) {
        guard let table = object.owner, now[CatalogObject(.table, schema: table.schema, name: table.name)] != nil else {
            return
        }
        touched.insert(table)
    }

    private mutating func added(_ object: CatalogObject) {
        touch(object)
        switch object.kind {
        case .table:
            guard let table = object.owner else { return }
            parking.append(.parkTable(table))
            parked.append("\(object) came with it")
        case .column:
            guard !isPartOfNewTable(object), let table = object.owner else { return }
            parking.append(.parkColumn(table: table, column: object.name))
            parked.append("\(object) came with it")
        case .constraint: addedConstraint(object)
        case .index, .view, .trigger, .policy:
            // An index of a parked table keeps its name from whoever makes the table again.
            if object.kind == .policy, isPartOfNewTable(object) { return }
            drop(object)
        case .schema, .extension, .type, .sequence, .function, .publication: residue.append(object)
        }
    }

    private mutating func addedConstraint(_ object: CatalogObject) {
        if isPartOfNewTable(object) || goesWithItsColumn(object) { return }
        guard dialect.drop(object) != nil else { return unclear.append("\(object) is new") }
        drop(object)
    }

    /// Parking a column takes its rules with it.
    private func goesWithItsColumn(_ object: CatalogObject) -> Bool {
        let columns = now[object]?["columns"]?.split(separator: ", ").map(String.init) ?? []
        return newColumns.contains { $0.owner == object.owner && columns.contains($0.name) }
    }

    private mutating func drop(_ object: CatalogObject) {
        guard let statement = dialect.drop(object), let restore = now[object].flatMap({ dialect.create(object, $0) })
        else { return unclear.append("\(object) is new, and cannot be taken away") }
        gone.append(.drop(object, statement: statement, restore: restore))
    }

    private mutating func removed(_ object: CatalogObject) {
        touch(object)
        switch object.kind {
        case .table, .column:
            let isPart =
                object.kind == .column
                && object.owner.map { table in
                    difference.removed.contains(CatalogObject(.table, schema: table.schema, name: table.name))
                } ?? false
            if !isPart { lost.append("\(object) is gone with its rows") }
        default:
            guard let make = good[object].flatMap({ dialect.create(object, $0) }), let drop = dialect.drop(object)
            else {
                return unclear.append("\(object) is gone")
            }
            making.append(.run(statement: make, restore: drop))
        }
    }

    private mutating func changed(_ change: CatalogDifference.Change) {
        touch(change.object)
        let (object, old, new) = (change.object, change.before, change.after)
        guard let way = dialect.alter(object, from: new, to: old) else {
            return unclear.append(CatalogDifference.sentence(change))
        }
        if object.kind != .column, way.count == 2, let make = dialect.create(object, now[object] ?? new),
            let drop = dialect.drop(object)
        {
            gone.append(.drop(object, statement: way[0], restore: make))
            making.append(.run(statement: way[1], restore: drop))
            return
        }
        let back = dialect.alter(object, from: old, to: new) ?? []
        for (index, statement) in way.enumerated() {
            altering.append(.run(statement: statement, restore: index < back.count ? back[index] : nil))
        }
    }
}
