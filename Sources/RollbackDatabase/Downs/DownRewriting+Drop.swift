import RollbackCore
import RollbackMigrations

/// `DROP …`.
extension DownRewriting {
    mutating func drop(_ cursor: inout SQLCursor, _ statement: SQLStatement) throws {
        if cursor.take("table") { return try dropTables(&cursor, statement) }
        if cursor.take("index") { return try dropNamed([.index], &cursor, statement) }
        if cursor.take("materialized", "view") || cursor.take("view") {
            return try dropNamed([.view], &cursor, statement)
        }
        if cursor.take("type") || cursor.take("domain") { return try dropNamed([.type], &cursor, statement) }
        if cursor.take("trigger") { return try dropPart(.trigger, &cursor, statement) }
        if cursor.take("policy") { return try dropPart(.policy, &cursor, statement) }
        if cursor.take("function") || cursor.take("procedure") { return try dropFunction(&cursor, statement) }
        if cursor.take("schema"), cursor.has("cascade") {
            throw Failure.database(
                .migration(
                    path: path, line: nil,
                    .unreadable(why: "DROP SCHEMA … CASCADE drops what it does not name: drop each table by its name")))
        }
        if statement.tokens.starts(with: [.word("drop"), .word("sequence")]) {
            warnings.append("\(DownScript.shown(statement)) forgets where the sequence stood")
        }
        run(statement.text)
    }

    private mutating func dropTables(_ cursor: inout SQLCursor, _ statement: SQLStatement) throws {
        let mayMiss = cursor.take("if", "exists")
        let isCascade = cursor.has("cascade")
        for part in cursor.parts() {
            var part = part
            guard let name = part.name() else { return run(statement.text) }
            guard let table = lookup.table(name) else {
                if mayMiss { continue }
                throw missing("table \(name)", statement.line)
            }
            if isCascade { dropDependents(lookup.dependents(of: table), with: "table \(name)") }
            actions.append(.parkTable(table))
            find(.parkable, "parks table \(name)")
            lookup.remove(CatalogObject(.table, schema: table.schema, name: table.name))
        }
    }

    /// What CASCADE would take without naming it is dropped by name, and comes back with the rest.
    mutating func dropDependents(_ objects: [CatalogObject], with what: String) {
        for object in objects {
            guard let statement = texts.drop(object), let restore = texts.create(object) else {
                warnings.append("\(object) depends on \(what), and the rollback fails while it does")
                continue
            }
            warnings.append("\(object) goes with \(what): CASCADE")
            actions.append(.drop(object, statement: statement, restore: restore))
            lookup.remove(object)
        }
    }

    private mutating func dropNamed(
        _ kinds: Set<CatalogObject.Kind>, _ cursor: inout SQLCursor, _ statement: SQLStatement
    ) throws {
        cursor.pass("concurrently")
        let mayMiss = cursor.take("if", "exists")
        let isCascade = cursor.has("cascade")
        for part in cursor.parts() {
            var part = part
            guard let name = part.name() else { return run(statement.text) }
            guard let object = lookup.object(kinds, name) else {
                if mayMiss { continue }
                throw missing("\(kinds.first?.rawValue ?? "object") \(name)", statement.line)
            }
            if isCascade, object.kind == .view {
                let view = TableName(schema: object.schema, name: object.name)
                dropDependents(lookup.dependents(of: view).filter { $0 != object }, with: "\(object)")
            }
            remove(object, statement.text)
        }
    }

    private mutating func dropPart(
        _ kind: CatalogObject.Kind, _ cursor: inout SQLCursor, _ statement: SQLStatement
    ) throws {
        let mayMiss = cursor.take("if", "exists")
        guard let name = cursor.name() else { return run(statement.text) }
        // SQLite's triggers have names of their own; PostgreSQL's are their table's.
        let table = cursor.take("on") ? cursor.name() : nil
        let owner = table.flatMap { lookup.table($0) }
        let object = owner.map { lookup.part(kind, of: $0, name) } ?? lookup.object([kind], name)
        guard let object else {
            if mayMiss { return }
            throw missing("\(kind.rawValue) \(name)", statement.line)
        }
        remove(object, statement.text)
    }

    private mutating func dropFunction(_ cursor: inout SQLCursor, _ statement: SQLStatement) throws {
        let mayMiss = cursor.take("if", "exists")
        guard let name = cursor.name() else { return run(statement.text) }
        let found = lookup.functions(name)
        if found.isEmpty, mayMiss { return }
        guard let function = found.first else { throw missing("function \(name)", statement.line) }
        // Which of several is meant is the server's to say: types have many names.
        guard found.count == 1, let restore = texts.create(function) else { return run(statement.text) }
        actions.append(.drop(function, statement: statement.text, restore: restore))
        lookup.remove(function)
    }

    mutating func remove(_ object: CatalogObject, _ text: String) {
        if let statement = texts.drop(object), let restore = texts.create(object) {
            actions.append(.drop(object, statement: statement, restore: restore))
        } else {
            run(text)
        }
        lookup.remove(object)
    }
}
