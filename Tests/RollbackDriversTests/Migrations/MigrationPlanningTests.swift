import FoundationEssentials
import RollbackCore
@testable import RollbackDrivers
import Testing

/// Which migrations came after a release, in a real repository.
struct MigrationPlanningTests {
    private static let alembic = """
        from alembic import op
        revision = "2"
        down_revision = "1"
        def upgrade():
            op.drop_table("users")

        """

    private func found(_ place: CodePlace, _ current: CommitID, _ target: CommitID, scope: String = "") async throws
        -> [Migration]
    {
        let planning = MigrationPlanning(try await place.repository(), scope: CodeScope(prefix: scope))
        return try await planning.migrations(from: current, to: target)
    }

    @Test func theyAreReadFromTheCommits() async throws {
        let place = try await CodePlace()
        let target = try await place.commit([.file("db/migrations/1.sql", "CREATE TABLE users (id int);")])
        let current = try await place.commit([
            .file("db/migrations/2 more.sql", "ALTER TABLE users ADD a int;"),
            .file("db/alembic/versions/two.py", Self.alembic), .file("api/versions/v2.py", "def upgrade(): pass\n"),
            .file("rollback/migrations/3.sql", "DROP TABLE users;"), .file("app.py", "x = 1\n"),
        ])
        // What lies in the checkout does not matter.
        try place.write("db/migrations/2 more.sql", "DROP TABLE users;")
        let migrations = try await found(place, current, target)
        #expect(migrations.map(\.path) == ["db/alembic/versions/two.py", "db/migrations/2 more.sql"])
        #expect(migrations.map(\.fit) == [.breaking, .compatible])
        #expect(try await found(place, current, current).isEmpty)
        #expect(try await found(place, current, target, scope: "api").isEmpty)
    }

    @Test func whatIsNotSimplyNewIsUnknown() async throws {
        let place = try await CodePlace()
        let target = try await place.commit([
            .file("migrations/1.sql", "CREATE TABLE a (id int);"), .file("migrations/2.sql", ""),
            .file("shop/migrations/1.py", ""), .file("prisma/schema.prisma", "1"), .file("x/versions/api.py", "1"),
        ])
        let current = try await place.commit([
            .file("migrations/1.sql", "CREATE TABLE b (id int);"), .gone("migrations/2.sql"),
            .file("shop/migrations/2.py", "class Migration: pass"), .file("prisma/schema.prisma", "2"),
            .file("x/versions/api.py", "2"),
        ])
        let migrations = try await found(place, current, target)
        #expect(
            migrations.flatMap(\.evidence) == [
                "was edited since the target", "only the target has it: whether the database does is not known",
                "describes the schema, and has changed", "is of a kind that is not read",
            ])
        #expect(migrations.allSatisfy { $0.fit == .unknown })
    }

    /// Nothing of the release that goes away is needed for going back.
    @Test(arguments: ["", ":migrations/2.sql"])
    func whatGitCannotReadIsUnknown(damaged: String) async throws {
        let place = try await CodePlace()
        let target = try await place.commit([.file("migrations/1.sql", "")])
        let current = try await place.commit([.file("migrations/2.sql", "ALTER TABLE users ADD a int;")])
        let name = damaged.isEmpty ? "\(current)^{tree}" : "\(current)\(damaged)"
        let object = try await place.git("rev-parse", name).trimmed
        try FileManager.default.removeItem(
            atPath: place.path(".git/objects/\(object.prefix(2))/\(object.dropFirst(2))"))
        let migrations = try await found(place, current, target)
        #expect(migrations.map(\.fit) == [.unknown], "\(migrations)")
    }

    @Test func settingsOfAlembicLeadToTheirs() async throws {
        let place = try await CodePlace()
        let target = try await place.commit([.file("alembic.ini", "version_locations = %(here)s/db/history\n")])
        let current = try await place.commit([.file("db/history/two.py", Self.alembic)])
        #expect(try await found(place, current, target).map(\.fit) == [.breaking])
    }

    @Test func aMigrationThatSomebodyEditsIsUnknown() async throws {
        let place = try await CodePlace()
        let target = try await place.commit([.file("migrations/1.sql", "")])
        let planning = MigrationPlanning(try await place.repository(), scope: CodeScope(prefix: ""))
        try place.write("x/versions/1.py", Self.alembic)
        try place.write("x/versions/api.py", "")
        let paths = ["app.py", "migrations/1.sql", "x/versions/1.py", "x/versions/api.py"]
        let migrations = try planning.all(try await planning.migrations(from: target, to: target), changed: paths)
        #expect(migrations.map(\.path) == ["migrations/1.sql", "x/versions/1.py"])
        #expect(SchemaFit.worst(of: migrations.map(\.fit)) == .unknown)
    }
}
