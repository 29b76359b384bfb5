/// What is not as the known good catalog says, apart from what the plan lets stay.
enum CatalogProof {
    /// - Parameter pending: indexes that are only made after the commit are not missed.
    /// - Returns: a sentence each; empty: it is the good catalog.
    static func trouble(_ now: CatalogFacts, _ plan: SchemaPlan, pending: Bool) -> [String] {
        var difference = CatalogDifference(from: plan.after, to: now)
        let residue = Set(plan.residue)
        difference.added.removeAll { residue.contains($0) }
        difference.changed.removeAll { residue.contains($0.object) && isWider($0) }
        let indexes = plan.actions.count { if case .afterCommit = $0 { true } else { false } }
        if pending, difference.removed.count(where: { $0.kind == .index }) <= indexes {
            difference.removed.removeAll { $0.kind == .index }
        }
        return difference.sentences
    }

    /// An enum that only has values more. What else is listed as residue may be changed in any way.
    private static func isWider(_ change: CatalogDifference.Change) -> Bool {
        guard change.object.kind == .type, change.after["form"] == "enum" else { return true }
        let (old, new) = (values(change.before), values(change.after))
        var rest = old[...]
        for value in new where value == rest.first { rest.removeFirst() }
        return rest.isEmpty
    }

    private static func values(_ definition: CatalogFacts.Definition) -> [String] {
        (definition["definition"] ?? "").split(separator: ", ").map(String.init)
    }
}
