/// A migration of Alembic's, read and never run. Only what stands in `upgrade` in so many words counts; whatever is
/// computed, decided or called from elsewhere is not understood.
package struct AlembicMigration: Sendable {
    package var revision: String?
    /// The revisions that it follows.
    package var after: [String] = []
    /// What each way does, in order.
    package private(set) var upgrade: [PlacedChange]
    package private(set) var downgrade: [PlacedChange]
    package var changes: [SchemaChange] { upgrade.map(\.change) }

    /// What every revision has, and hardly anything else.
    package static let mark = "down_revision"

    package init(_ text: String) {
        guard let lines = PythonLines.read(text) else {
            upgrade = [PlacedChange(line: 1, change: .other("cannot be read as Python"))]
            downgrade = upgrade
            return
        }
        revision = Self.assigned("revision", lines)?.text
        after = Self.assigned("down_revision", lines).map(Self.texts) ?? []
        upgrade = Self.body(of: "upgrade", lines)
        downgrade = Self.body(of: "downgrade", lines)
    }

    private static func texts(_ value: PythonValue) -> [String] {
        guard case .list(let values) = value else { return [value.text].compactMap(\.self) }
        return values.compactMap(\.text)
    }

    /// What a name of the module is given: `revision = "0003"`, `revision: str = "0003"`.
    private static func assigned(_ name: String, _ lines: [PythonLine]) -> PythonValue? {
        let line = lines.first { $0.indent == 0 && $0.tokens.first == .name(name) }
        guard let tokens = line?.tokens, let sign = tokens.firstIndex(of: .symbol(UInt8(ascii: "="))) else {
            return nil
        }
        return PythonValue(tokens[(sign + 1)...])
    }

    private static func body(of name: String, _ lines: [PythonLine]) -> [PlacedChange] {
        let heads = lines.indices.filter { lines[$0].isDefinition(of: name) }
        guard let head = heads.first, heads.count == 1, lines.contains(where: \.importsOperations) else {
            return [PlacedChange(line: 1, change: .other("has no \(name)() that can be read"))]
        }
        let body = lines[(head + 1)...].prefix { $0.indent > 0 }
        var reader = AlembicBody()
        return reader.changes([lines[head].behindHead].compactMap(\.self) + body)
    }
}

extension PythonLine {
    /// The head of a function at the module's top.
    func isDefinition(of name: String) -> Bool {
        indent == 0 && tokens.starts(with: [.name("def"), .name(name), .symbol(UInt8(ascii: "("))])
    }

    /// `from alembic import op`.
    var importsOperations: Bool {
        indent == 0 && tokens.starts(with: [.name("from"), .name("alembic"), .name("import")])
            && tokens.contains(.name("op"))
    }

    /// What stands in the same line behind a block's colon; nil when the block is below it.
    var behindHead: PythonLine? {
        guard let colon = tokens.lastIndex(of: .symbol(UInt8(ascii: ":"))), colon + 1 < tokens.endIndex else {
            return nil
        }
        return PythonLine(indent: indent + 1, number: number, tokens: Array(tokens[(colon + 1)...]))
    }
}

/// The statements of `upgrade` or `downgrade`.
struct AlembicBody {
    /// Blocks of `op.batch_alter_table`, the outermost first.
    private var batches: [(indent: Int, alias: String, table: String?)] = []

    mutating func changes(_ lines: [PythonLine]) -> [PlacedChange] {
        var found: [PlacedChange] = []
        /// Everything that is deeper belongs to a block that is not understood.
        var closed: Int?
        for line in lines {
            if let indent = closed, line.indent > indent { continue }
            closed = nil
            batches.removeAll { $0.indent >= line.indent }
            if open(line) { continue }
            for statement in line.tokens.split(separator: .symbol(UInt8(ascii: ";"))) {
                let said = "line \(line.number) (\(Self.shown(statement))) is not understood"
                found += (changes(statement) ?? [.other(said)]).map { PlacedChange(line: line.number, change: $0) }
            }
            closed = line.indent
        }
        return found
    }

    /// `with op.batch_alter_table("users") as batch:`.
    private mutating func open(_ line: PythonLine) -> Bool {
        guard line.tokens.first == .name("with"), line.tokens.last == .symbol(UInt8(ascii: ":")),
            let place = line.tokens.lastIndex(of: .name("as")), place + 3 == line.tokens.endIndex,
            case .name(let alias) = line.tokens[place + 1],
            case .call(let call) = PythonValue(line.tokens[1..<place]), call.subject == "op",
            call.verb == "batch_alter_table", !call.isOpen
        else { return false }
        batches.append((line.indent, alias, AlembicOperation.table(call, 0)))
        return true
    }

    /// Nil: not understood.
    private func changes(_ statement: ArraySlice<PythonToken>) -> [SchemaChange]? {
        if statement.elementsEqual([.name("pass")]) { return [] }
        switch PythonValue(statement) {
        case .text: return []
        case .call(let call) where !call.isOpen:
            if call.subject == "op" { return AlembicOperation(call).changes }
            guard let batch = batches.last(where: { $0.alias == call.subject }) else { return nil }
            return AlembicOperation(call, batch: batch.table).changes
        default: return nil
        }
    }

    /// Its first words: no text, which can be anything.
    private static func shown(_ statement: ArraySlice<PythonToken>) -> String {
        let words = statement.prefix(4).map { token -> String in
            switch token {
            case .name(let name): name
            case .symbol(let symbol): String(UnicodeScalar(symbol))
            case .text, .number, .opaque: "…"
            }
        }
        return words.joined(separator: " ")
    }
}
