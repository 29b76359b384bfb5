import RollbackCore
@testable import RollbackDatabase
import RollbackMigrations
import Testing

/// What every migration system has to do, whatever its files look like.
enum MigrationSystemContract {
    static func check(_ fixture: SystemFixture) async throws {
        try await leadsBack(fixture)
        try await isIdle(fixture)
        try await refusesMissing(fixture)
        try await refusesEdited(fixture)
        try await refusesTargetAhead(fixture)
    }

    /// From the newest to the good release's state, each step's ledger between.
    private static func leadsBack(_ fixture: SystemFixture) async throws {
        let system = fixture.make(fixture.tree(3), [:])
        let good = try system.files(of: fixture.tree(1))
        #expect(good.digests.count == fixture.files[0].texts.count)
        let downs = try await system.downs(from: fixture.ledger, to: good)
        #expect(downs.map(\.version) == [fixture.files[2].version, fixture.files[1].version])
        #expect(downs.map { $0.statements?.count } == [2, 1], "\(downs)")
        #expect(downs[1].statements?.first?.contains("DROP COLUMN tier") == true)
        #expect(downs.allSatisfy { $0.path != nil && $0.reason == nil })
        let last = try #require(downs.last)
        let between = try await system.downs(from: downs[0].ledgerAfter, to: good)
        #expect(between.map(\.version) == [fixture.files[1].version])
        #expect(try await system.downs(from: last.ledgerAfter, to: good).isEmpty)
        #expect(last.ledgerAfter.table == fixture.ledger.table)
        #expect(last.ledgerAfter != fixture.ledger)
        // The ledger has exactly the columns that it is read by.
        #expect(last.ledgerAfter.rows.allSatisfy { Set($0.keys) == Set(system.ledgerColumns) })
    }

    private static func isIdle(_ fixture: SystemFixture) async throws {
        let system = fixture.make(fixture.tree(3), [:])
        let all = try system.files(of: fixture.tree(3))
        #expect(try await system.downs(from: fixture.ledger, to: all).isEmpty)
        #expect(try await system.downs(from: all.ledger, to: all).isEmpty)
    }

    private static func refusesMissing(_ fixture: SystemFixture) async throws {
        let system = fixture.make(fixture.tree(2), [:])
        let good = try system.files(of: fixture.tree(1))
        let thrown = await #expect(throws: Failure.self) { try await system.downs(from: fixture.ledger, to: good) }
        guard case .database(.ledger(_, let fault))? = thrown,
            [.missing(version: fixture.files[2].version), .unknownVersion(fixture.files[2].version)].contains(fault)
        else {
            Issue.record("\(String(describing: thrown))")
            return
        }
    }

    private static func refusesEdited(_ fixture: SystemFixture) async throws {
        let live = fixture.tree(3)
        var recorded = try fixture.make(live, [:]).files(of: live).digests
        let good = try fixture.make(live, [:]).files(of: fixture.tree(1))
        #expect(try await fixture.make(live, recorded).downs(from: fixture.ledger, to: good).count == 2)
        for path in fixture.files[1].texts.keys {
            recorded[path] = "0000"
            await #expect(throws: Failure.database(.migration(path: path, line: nil, .edited))) {
                try await fixture.make(live, recorded).downs(from: fixture.ledger, to: good)
            }
            recorded[path] = live.digest(path)
        }
        // What stays applied is not run: that it was edited is in nobody's way.
        for path in fixture.files[0].texts.keys { recorded[path] = "0000" }
        #expect(try await fixture.make(live, recorded).downs(from: fixture.ledger, to: good).count == 2)
    }

    private static func refusesTargetAhead(_ fixture: SystemFixture) async throws {
        let system = fixture.make(fixture.tree(3), [:])
        let behind = try system.files(of: fixture.tree(1)).ledger
        let ahead = try system.files(of: fixture.tree(2))
        let thrown = await #expect(throws: Failure.self) { try await system.downs(from: behind, to: ahead) }
        guard case .database(.ledger(_, .unreadable))? = thrown else {
            Issue.record("\(String(describing: thrown))")
            return
        }
    }
}
