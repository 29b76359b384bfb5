/// One call of Alembic's operations (its reference, "Operation Directives"), as what it does to the schema.
struct AlembicOperation {
    private let call: PythonCall
    /// In a batch the table is the block's, and the operations do not name it.
    private let isBatch: Bool
    private let batchTable: String?

    init(_ call: PythonCall) { (self.call, isBatch, batchTable) = (call, false, nil) }
    init(_ call: PythonCall, batch table: String?) { (self.call, isBatch, batchTable) = (call, true, table) }

    /// Nil: not understood.
    var changes: [SchemaChange]? {
        switch call.verb {
        case "create_table": makeTable.map { [$0] }
        case "drop_table": [.dropTable(Self.table(call, 0))]
        case "rename_table": [.renameTable(Self.table(call, 0), to: call.argument(1, "new_table_name")?.text)]
        case "add_column": addColumn.map { [$0] }
        case "drop_column": [.dropColumn(table: table(0), column: own(0, "column_name")?.text)]
        case "alter_column": alterColumn
        case "create_index": makeIndex.map { [$0] }
        case "drop_index": [.dropIndex(call.argument(0, "index_name")?.text)]
        case "drop_constraint": [.dropConstraint(table: table(1), name: call.argument(0, "constraint_name")?.text)]
        case "create_unique_constraint": [.constrain(table: table(1), what: "a unique constraint", name: named)]
        case "create_check_constraint": [.constrain(table: table(1), what: "a check", name: named)]
        case "create_primary_key": [.constrain(table: table(1), what: "a primary key", name: named)]
        case "create_foreign_key": [foreignKey]
        case "create_table_comment", "drop_table_comment": [.harmless("comments on a table")]
        case "bulk_insert": [.writeRows(table: nil, columns: nil)]
        case "execute": call.argument(0, "sqltext")?.text.map(SQLReader.changes)
        default: nil
        }
    }

    /// A name with its schema in front. A schema that is computed makes the name unknown.
    static func table(_ call: PythonCall, _ place: Int, _ label: String = "table_name") -> String? {
        let value = call.argument(place, label) ?? call.named("source_table")
        guard let name = value?.text, let schema = call.named("schema"), schema != .name("None") else {
            return value?.text
        }
        return schema.text.map { $0 == "public" ? name : "\($0).\(name)" }
    }

    private func table(_ place: Int) -> String? { isBatch ? batchTable : Self.table(call, place) }

    /// An argument that comes after the table's, which a batch leaves out.
    private func own(_ place: Int, _ label: String) -> PythonValue? {
        call.argument(isBatch ? place : place + 1, label)
    }

    /// What a constraint is called.
    private var named: String? { call.argument(0, "constraint_name")?.text }

    /// `sa.String(10)` as `String(…)`.
    private static func type(_ value: PythonValue) -> String? {
        switch value {
        case .name(let name): name.split(separator: ".").last.map(String.init)
        case .call(let type): type.arguments.isEmpty ? type.verb : "\(type.verb)(…)"
        default: nil
        }
    }

    private var makeTable: SchemaChange? {
        let links = call.positional.dropFirst().map(AlembicColumn.links)
        guard links.allSatisfy({ $0 != nil }) else { return nil }
        let mayExist = call.named("if_not_exists").map { $0 != .name("False") } ?? false
        return .makeTable(Self.table(call, 0), links: links.compactMap(\.self).flatMap(\.self), mayExist: mayExist)
    }

    private var addColumn: SchemaChange? {
        guard let value = own(0, "column") else { return nil }
        return .addColumn(table: table(0), AlembicColumn.read(value))
    }

    private var makeIndex: SchemaChange? {
        let (unique, index) = (call.named("unique"), call.argument(0, "index_name")?.text)
        guard unique == nil || unique?.flag != nil else { return nil }
        return unique?.flag == true
            ? .constrain(table: table(1), what: "a unique index", name: index)
            : .makeIndex(table: table(1), name: index)
    }

    private var foreignKey: SchemaChange {
        let table = isBatch ? batchTable : call.argument(1, "source_table")?.text
        return .constrain(table: table, what: "a foreign key", name: named)
    }

    /// Each of its settings is a change of its own; one that is not known makes the whole not understood.
    private var alterColumn: [SchemaChange]? {
        let (table, column) = (table(0), own(0, "column_name")?.text)
        var found: [SchemaChange] = []
        for argument in call.arguments {
            switch argument.label {
            case nil, "table_name", "column_name", "schema", "comment", "postgresql_using": continue
            case let label? where label.hasPrefix("existing_"): continue
            case "type_": found.append(.changeType(table: table, column: column, to: Self.type(argument.value)))
            case "new_column_name", "name":
                found.append(.renameColumn(table: table, column: column, to: argument.value.text))
            case "server_default":
                let isNone = argument.value == .name("None")
                found.append(
                    isNone ? .dropDefault(table: table, column: column) : .setDefault(table: table, column: column))
            case "nullable":
                guard let nullable = argument.value.flag else { return nil }
                found.append(
                    nullable ? .allowNull(table: table, column: column) : .forbidNull(table: table, column: column))
            default: return nil
            }
        }
        return found
    }
}
