import RollbackCore

/// Does what a plan says, and looks at what it cost before anybody else can see it.
struct SchemaChanges {
    let session: PostgresSession
    let plan: SchemaPlan
    let run: Int
    /// Of the transaction.
    let mark: String
    private(set) var parking: Parking
    /// The ledger's rows that are gone, whole.
    private(set) var goneRows: [String] = []

    init(session: PostgresSession, plan: SchemaPlan, run: Int, mark: String) {
        (self.session, self.plan, self.run, self.mark) = (session, plan, run, mark)
        parking = Parking(session, run: run, tables: plan.parkedTables)
    }

    /// - Returns: what was counted.
    mutating func perform(locks: [TableName]) throws -> Accounting {
        let start = try Accounts.read(session)
        let oids = start.oids(of: locks)
        let before = plan.runsStatements ? try Accounts.read(session, columnsOf: oids) : start
        if plan.runsStatements { try session.run("SAVEPOINT lastgood_changes") }
        try apply()
        var after = try Accounts.read(session, columnsOf: plan.runsStatements ? oids : [])
        try requireLocks(before, listed: Set(oids))
        let doubt = Doubt(before, after)
        var accounting = Accounting(session.title, before, after, plan)
        if !doubt.isEmpty {
            after = try prove(doubt, before, oids)
            accounting = Accounting(session.title, before, after, plan)
            accounting.rewritten = doubt.rewritten.compactMap { before.tables[$0]?.name }
        }
        try accounting.prove(session)
        return accounting
    }

    /// Everything once more, with a look at every row before and after. The locks are older than the savepoint and stay.
    private mutating func prove(_ doubt: Doubt, _ before: Accounts, _ oids: [String]) throws -> Accounts {
        guard plan.runsStatements else {
            throw Failure.database(
                .unproved(title: session.title, ["a table was rewritten that was only to be parked"]))
        }
        try session.run("ROLLBACK TO SAVEPOINT lastgood_changes")
        let views = doubt.rewritten.isEmpty ? [] : try Blockers.olderViews(session)
        guard views.isEmpty else { throw AttemptTrouble.busy(views) }
        let losses = try doubt.losses(before, session)
        guard losses.isEmpty else { throw Failure.database(.unproved(title: session.title, losses)) }
        let digests = try doubt.digests(before, before, session)
        parking = Parking(session, run: run, tables: plan.parkedTables)
        try apply()
        let after = try Accounts.read(session, columnsOf: oids)
        let now = try doubt.digests(before, after, session)
        let changed = digests.filter { now[$0.key] != $0.value }.compactMap { before.tables[$0.key]?.name.name }
        guard changed.isEmpty else {
            let sentences = changed.sorted().map { "the rows of \($0) are not what they were" }
            throw Failure.database(.unproved(title: session.title, sentences))
        }
        return after
    }

    private mutating func apply() throws {
        for (number, action) in plan.actions.enumerated() {
            parking.action = number
            try perform(action)
        }
        goneRows = try LedgerRows(session: session).change(from: plan.ledger, to: plan.ledgerAfter)
    }

    private mutating func perform(_ action: SchemaAction) throws {
        switch action {
        case .parkColumn(let table, let column): try parking.column(column, of: table)
        case .parkTable(let table): try parking.table(table)
        case .drop(let object, let statement, _): try parking.drop(object, statement)
        case .run(let statement, _):
            try StatementRules.require(statement, session.title)
            try session.run(statement)
            try AttemptGuard.require(mark, session, statement)
        case .afterCommit: break
        }
    }

    private func requireLocks(_ before: Accounts, listed: Set<String>) throws {
        guard plan.runsStatements else { return }
        let held = try TableLocks(session: session).held(among: before.tables.keys)
        let names = Set(held.filter { !listed.contains($0) }.compactMap { before.tables[$0]?.name })
        guard names.isEmpty else { throw AttemptTrouble.moreLocks(names) }
    }
}

extension SchemaPlan {
    var parkedTables: Set<TableName> {
        Set(actions.compactMap { if case .parkTable(let table) = $0 { table } else { nil } })
    }

    /// Something besides parking and dropping, of which only the server can say what it does.
    var runsStatements: Bool {
        actions.contains { if case .run = $0 { true } else if case .drop = $0 { true } else { false } }
    }
}
