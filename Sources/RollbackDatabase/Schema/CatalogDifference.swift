/// What is not the same in two catalogs.
package struct CatalogDifference: Hashable, Codable, Sendable {
    package struct Change: Hashable, Codable, Sendable {
        package var object: CatalogObject
        package var before: CatalogFacts.Definition
        package var after: CatalogFacts.Definition
    }

    /// Only the later one has them, in order.
    package var added: [CatalogObject] = []
    package var removed: [CatalogObject] = []
    package var changed: [Change] = []

    package var isEmpty: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty }

    package init(from before: CatalogFacts, to after: CatalogFacts) {
        added = after.objects.keys.filter { before[$0] == nil }.sorted()
        removed = before.objects.keys.filter { after[$0] == nil }.sorted()
        changed = before.objects.compactMap { object, old in
            after[object].flatMap { $0 == old ? nil : Change(object: object, before: old, after: $0) }
        }.sorted { $0.object < $1.object }
    }

    /// A line each: `column users.tier is new`. What belongs to a table that is itself new or gone is not named.
    package var sentences: [String] {
        added.filter { !isPart($0, of: added) }.map { "\($0) is new" }
            + removed.filter { !isPart($0, of: removed) }.map { "\($0) is gone" }
            + changed.map(Self.sentence)
    }

    private func isPart(_ object: CatalogObject, of list: [CatalogObject]) -> Bool {
        guard object.kind != .table, let owner = object.owner else { return false }
        return list.contains(CatalogObject(.table, schema: owner.schema, name: owner.name))
    }

    static func sentence(_ change: Change) -> String {
        let names = Set(change.before.keys).union(change.after.keys).sorted()
        let differences = names.filter { change.before[$0] != change.after[$0] }.map { name in
            "\(name) was \(change.before[name] ?? "none"), is \(change.after[name] ?? "none")"
        }
        return "\(change.object): \(differences.joined(separator: "; "))"
    }
}
