import RollbackCore

/// What a change wrote, beside what it was to write.
struct Accounting {
    private let title: String
    private let before: Accounts
    private let after: Accounts
    private let plan: SchemaPlan
    var rewritten: [TableName] = []

    init(_ title: String, _ before: Accounts, _ after: Accounts, _ plan: SchemaPlan) {
        (self.title, self.before, self.after, self.plan) = (title, before, after, plan)
    }

    /// - Throws: `Failure.database(.unproved)`.
    func prove(_ session: PostgresSession) throws {
        let trouble = deletions + (try lowered(session))
        guard trouble.isEmpty else { throw Failure.database(.unproved(title: title, trouble)) }
    }

    /// Rows are deleted in the ledger and nowhere else, foreign keys' cascades included.
    private var deletions: [String] {
        foreign.filter { $0.value.deleted > 0 }.map { "\($0.value.deleted) rows of \(name($0.key)) would be deleted" }
            .sorted()
    }

    /// What `setval` did is in no transaction: it stays when everything else is undone, so it is put right here.
    private func lowered(_ session: PostgresSession) throws -> [String] {
        try before.sequences.sorted { $0.key < $1.key }.compactMap { oid, value in
            guard let now = after.sequences[oid], now < value else { return nil }
            try session.run("SELECT pg_catalog.setval($1::oid::regclass, $2::bigint)", [oid, "\(value)"])
            return "a sequence would go back from \(value) to \(now == Int.min ? "its start" : "\(now)")"
        }
    }

    private var foreign: [String: Accounts.Writes] {
        after.writes(since: before).filter { oid, _ in
            guard let name = before.tables[oid]?.name else { return false }
            return name != plan.ledger.table && name.schema != PostgresNames.own
        }
    }

    private func name(_ oid: String) -> String { before.tables[oid]?.name.name ?? oid }

    var evidence: SchemaEvidence {
        var evidence = SchemaEvidence(proved: ["no row was deleted", "no sequence went back"])
        for table in rewritten.sorted() {
            evidence.proved.append("every row of \(table.name), which was rewritten, is what it was")
        }
        for (oid, writes) in foreign.sorted(by: { name($0.key) < name($1.key) }) {
            evidence.warnings.append(
                "statements of the migrations wrote to \(name(oid)): \(writes.inserted) rows new, \(writes.updated) changed"
            )
        }
        return evidence
    }
}
