/// The text of a `CREATE TABLE`, taken apart as far as it has to be: columns, each with its rules, and the table's own
/// rules (sqlite.org/lang_createtable.html).
struct TableText {
    struct Part: Hashable {
        /// Of the tokens.
        var tokens: Range<Int>
        /// Nil for a rule of the table's.
        var column: String?
    }

    /// One rule of a column or of the table.
    struct Rule: Hashable {
        enum Kind: Hashable { case notNull, check, foreignKey, primaryKey, unique, collate, `default`, generated, null }

        var kind: Kind
        /// Of the tokens, with its name.
        var tokens: Range<Int>
    }

    let words: SQLTokens
    private(set) var parts: [Part] = []

    /// - Returns: nil for what is no such text, as that of a virtual table.
    init?(_ text: String) {
        words = SQLTokens(text)
        let tokens = words.tokens
        guard let open = tokens.firstIndex(where: { $0.kind == .sign && $0.value == "(" && $0.depth == 0 }),
            let close = tokens[open...].firstIndex(where: { $0.kind == .sign && $0.value == ")" && $0.depth == 0 }),
            !tokens[..<open].contains(where: { $0.isWord("VIRTUAL") })
        else { return nil }
        var start = open + 1
        for place in open + 1...close {
            let isComma = tokens[place].value == "," && tokens[place].kind == .sign && tokens[place].depth == 1
            guard isComma || place == close else { continue }
            if start < place { parts.append(part(start..<place)) }
            start = place + 1
        }
        tail = close + 1..<tokens.count
    }

    /// What stands behind the brackets: `STRICT`, `WITHOUT ROWID`.
    private(set) var tail = 0..<0

    private func part(_ range: Range<Int>) -> Part {
        let first = words.tokens[range.lowerBound]
        let isRule = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"].contains { first.isWord($0) }
        return Part(tokens: range, column: isRule ? nil : first.value)
    }

    func part(of column: String) -> Part? { parts.first { $0.column.map { Self.same($0, column) } ?? false } }

    /// SQLite compares names without their case, within ASCII.
    static func same(_ left: String, _ right: String) -> Bool { left.lowercased() == right.lowercased() }

    /// The rules of a part in the order of its text. A rule ends where the next one begins.
    func rules(of part: Part) -> [Rule] {
        let tokens = words.tokens
        var rules: [Rule] = []
        var named: Int?
        var place = part.column == nil ? part.tokens.lowerBound : part.tokens.lowerBound + 1
        while place < part.tokens.upperBound {
            if tokens[place].depth == 1, tokens[place].isWord("CONSTRAINT") {
                close(&rules, at: place)
                named = place
                place += 2
                continue
            }
            if let kind = kind(at: place, in: part, after: rules.last, named: named) {
                if named == nil { close(&rules, at: place) }
                rules.append(Rule(kind: kind, tokens: (named ?? place)..<part.tokens.upperBound))
                named = nil
            }
            place += 1
        }
        return rules
    }

    private func close(_ rules: inout [Rule], at place: Int) {
        guard let last = rules.indices.last, rules[last].tokens.upperBound > place else { return }
        rules[last].tokens = rules[last].tokens.lowerBound..<place
    }

    private func kind(at place: Int, in part: Part, after last: Rule?, named: Int?) -> Rule.Kind? {
        let token = words.tokens[place]
        guard token.kind == .word, token.depth == 1 else { return nil }
        let next = place + 1 < part.tokens.upperBound ? words.tokens[place + 1] : nil
        let before = place > part.tokens.lowerBound ? words.tokens[place - 1] : nil
        switch token.value.uppercased() {
        case "NOT": return next?.isWord("NULL") ?? false ? .notNull : nil
        // `ON DELETE SET NULL`, `DEFAULT NULL` and `NOT NULL` are parts of other rules.
        case "NULL": return ["NOT", "SET", "DEFAULT"].contains { before?.isWord($0) ?? false } ? nil : .null
        case "CHECK": return .check
        case "REFERENCES": return part.column == nil ? nil : .foreignKey
        case "FOREIGN": return .foreignKey
        case "PRIMARY": return .primaryKey
        case "UNIQUE": return .unique
        case "COLLATE": return part.column == nil ? nil : .collate
        // `ON DELETE SET DEFAULT` is part of a foreign key.
        case "DEFAULT": return before?.isWord("SET") ?? false ? nil : .default
        case "GENERATED": return .generated
        case "AS": return before?.isWord("ALWAYS") ?? false ? nil : .generated
        default: return nil
        }
    }

    /// A rule without its name and with plain names.
    func text(of rule: Rule) -> String {
        let tokens = words.tokens[rule.tokens]
        let unnamed = tokens.first?.isWord("CONSTRAINT") ?? false ? tokens.dropFirst(2) : tokens
        guard let first = unnamed.first, let last = unnamed.last else { return "" }
        return SQLTokens.plain(words.text(first.bytes.lowerBound..<last.bytes.upperBound))
    }

    func names(_ column: String, _ rule: Rule) -> Bool {
        words.tokens[rule.tokens].contains { $0.kind != .text && $0.kind != .sign && Self.same($0.value, column) }
    }

    /// The text without these tokens; parts that are left out take their comma with them.
    func without(rules: [Rule], parts gone: [Part] = []) -> String {
        var cuts = rules.map { bytes($0.tokens) }
        for part in gone {
            // A rule of the table's is never the first: a table has a column.
            let comma = words.tokens[part.tokens.lowerBound - 1].bytes.lowerBound
            cuts.append(comma..<bytes(part.tokens).upperBound)
        }
        var text: [UInt8] = []
        var place = 0
        for cut in cuts.sorted(by: { $0.lowerBound < $1.lowerBound }) where cut.lowerBound >= place {
            text += words.source[place..<cut.lowerBound]
            place = cut.upperBound
        }
        return String(decoding: text + words.source[place...], as: UTF8.self)
    }

    private func bytes(_ tokens: Range<Int>) -> Range<Int> {
        words.tokens[tokens.lowerBound].bytes.lowerBound..<words.tokens[tokens.upperBound - 1].bytes.upperBound
    }
}

extension TableText {
    /// Without what would keep rows out that do not know the column, or hold rows elsewhere: NOT NULL, checks, foreign
    /// keys. The default stays: SQLite takes values of rows that are older than the column from it
    /// (sqlite.org/lang_altertable.html, "ALTER TABLE ADD COLUMN").
    func opened(_ column: String) -> String {
        guard let part = part(of: column) else { return words.text(0..<words.source.count) }
        let own = rules(of: part).filter { [.notNull, .check, .foreignKey].contains($0.kind) }
        // A check of any column may name it.
        let others = parts.filter { $0.column != nil && $0 != part }.flatMap(rules)
            .filter { $0.kind == .check && names(column, $0) }
        let gone = parts.filter { part in
            part.column == nil
                && rules(of: part).contains { [.check, .foreignKey].contains($0.kind) && names(column, $0) }
        }
        return without(rules: own + others, parts: gone)
    }

    /// Without foreign keys on tables that are not among these.
    func withoutForeignKeys(exceptOn kept: Set<String>) -> String {
        let all = parts.map { ($0, rules(of: $0).filter { $0.kind == .foreignKey && !refers($0, to: kept) }) }
        return without(
            rules: all.flatMap { $0.column == nil ? [] : $1 },
            parts: all.filter { $0.column == nil && !$1.isEmpty }.map(\.0))
    }

    private func refers(_ rule: Rule, to tables: Set<String>) -> Bool {
        let tokens = words.tokens[rule.tokens]
        guard let place = tokens.firstIndex(where: { $0.isWord("REFERENCES") }), place + 1 < rule.tokens.upperBound
        else {
            return false
        }
        return tables.contains { Self.same($0, words.tokens[place + 1].value) }
    }

    func withoutNotNull(_ column: String) -> String {
        guard let part = part(of: column) else { return words.text(0..<words.source.count) }
        return without(rules: rules(of: part).filter { $0.kind == .notNull })
    }
}
