import RollbackMigrations

/// Revisions and what they follow, as a release's files say. Nothing is run.
struct AlembicHistory {
    struct Node: Hashable {
        var revision: String
        var after: [String]
        var path: String
    }

    let nodes: [String: Node]

    /// - Parameter folders: that hold revisions, from the top of the checkout.
    init(_ tree: MigrationTree, folders: [String]) {
        var found: [String: Node] = [:]
        for path in tree.files.keys.sorted() where path.hasSuffix(".py") {
            guard folders.contains(where: { path.hasPrefix("\($0)/") }), let text = tree.text(path),
                text.contains(AlembicMigration.mark)
            else { continue }
            let migration = AlembicMigration(text)
            guard let revision = migration.revision else { continue }
            found[revision] = Node(revision: revision, after: migration.after, path: path)
        }
        nodes = found
    }

    /// Those that none follows.
    var heads: [String] {
        let followed = Set(nodes.values.flatMap(\.after))
        return nodes.keys.filter { !followed.contains($0) }.sorted()
    }

    /// A revision and everything that it follows.
    func lineage(of revisions: some Sequence<String>) -> Set<String> {
        var found: Set<String> = []
        var waiting = Array(revisions)
        while let next = waiting.popLast() {
            guard found.insert(next).inserted else { continue }
            waiting += nodes[next]?.after ?? []
        }
        return found
    }

    /// Each before those that it follows.
    func newestFirst(_ revisions: Set<String>) -> [Node] {
        var waiting = revisions.compactMap { nodes[$0] }.sorted { $0.revision < $1.revision }
        var ordered: [Node] = []
        while !waiting.isEmpty {
            let followed = Set(waiting.flatMap(\.after))
            let next = waiting.firstIndex { !followed.contains($0.revision) } ?? waiting.startIndex
            ordered.append(waiting.remove(at: next))
        }
        return ordered
    }
}
