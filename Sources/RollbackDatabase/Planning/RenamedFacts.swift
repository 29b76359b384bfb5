import RollbackCore

/// Columns that migrations have renamed, as far as both catalogs agree with it, and a catalog under their former names.
struct RenamedFacts {
    struct Found: Hashable {
        var table: TableName
        /// In the known good catalog, and today.
        var good: String
        var now: String
    }

    private(set) var found: [Found] = []
    /// Today's, with the columns' former names.
    private(set) var facts: CatalogFacts

    /// - Parameter renames: in the order in which they were done.
    init(_ now: CatalogFacts, good: CatalogFacts, _ renames: [ColumnRename]) {
        facts = now
        for chain in Self.chains(renames) {
            guard let place = Self.column(chain.to, chain.table, in: now), good[place] == nil,
                let former = Self.column(chain.from, chain.table, in: good), now[former] == nil,
                good[former] == now[place], let table = place.owner
            else { continue }
            found.append(Found(table: table, good: former.name, now: place.name))
        }
        for rename in found { facts = Self.renamed(facts, rename) }
    }

    /// From the first name to the last one.
    private static func chains(_ renames: [ColumnRename]) -> [ColumnRename] {
        renames.reduce(into: []) { chains, next in
            if let index = chains.firstIndex(where: { $0.table == next.table && $0.to == next.from }) {
                chains[index].to = next.to
            } else {
                chains.append(next)
            }
        }
    }

    private static func column(_ name: String, _ table: String, in facts: CatalogFacts) -> CatalogObject? {
        let found = facts.objects.keys.filter { $0.kind == .column && $0.name == name && $0.table == table }
        return found.count == 1 ? found.first : nil
    }

    private static func renamed(_ facts: CatalogFacts, _ rename: Found) -> CatalogFacts {
        var result = CatalogFacts()
        for (object, definition) in facts.objects {
            let isOwn = object.owner == rename.table
            if object.kind == .column {
                var column = object
                if isOwn, object.name == rename.now { column.name = rename.good }
                result[column] = definition
                continue
            }
            guard isOwn || names(rename.table.name, object, definition) else {
                result[object] = definition
                continue
            }
            var changed = object
            // A rule without a name of its own is called by its text.
            if object.kind == .constraint { changed.name = replaced(object.name, rename) }
            result[changed] = definition.mapValues { replaced($0, rename) }
        }
        return result
    }

    private static func names(_ table: String, _ object: CatalogObject, _ definition: CatalogFacts.Definition) -> Bool {
        ([object.name] + definition.values).contains { text in
            SQLTokens(text).tokens.contains { $0.kind != .text && $0.value == table }
        }
    }

    private static func replaced(_ text: String, _ rename: Found) -> String {
        let words = SQLTokens(text)
        let hits = words.tokens.filter { $0.kind != .text && $0.kind != .sign && $0.value == rename.now }
        guard !hits.isEmpty else { return text }
        var result = ""
        var place = 0
        for hit in hits {
            result += words.text(place..<hit.bytes.lowerBound) + SQLiteName.plain(rename.good)
            place = hit.bytes.upperBound
        }
        return result + words.text(place..<words.source.count)
    }
}
