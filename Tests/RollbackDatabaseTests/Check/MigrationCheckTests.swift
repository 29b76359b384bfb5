import Foundation
import RollbackCore
@testable import RollbackDatabase
import RollbackMigrations
import Testing

/// What a pull request is told of its migrations.
struct MigrationCheckTests {
    private func check(
        _ files: [String: String], edited: Set<String> = [], dialect: SQLDialect? = nil
    ) -> [MigrationFinding] {
        let tree = MigrationTree(files.mapValues { Data($0.utf8) })
        return MigrationCheck(tree, dialect: dialect).check({ _ in true }, edited: edited).findings
    }

    private func dbmate(_ up: String, _ down: String) -> [MigrationFinding] {
        check(["db/migrations/2026_x.sql": "-- migrate:up\n\(up)\n-- migrate:down\n\(down)\n"])
    }

    private func said(_ findings: [MigrationFinding]) -> [String] {
        findings.map { "\($0.path.split(separator: "/").last ?? ""):\($0.line): \($0.grade.rawValue): \($0.rule)" }
    }

    @Test(arguments: [
        ("ALTER TABLE users ADD tier text;", "ALTER TABLE users DROP tier;"),
        (
            "CREATE TABLE r (id int); CREATE INDEX ix ON r (id); INSERT INTO r VALUES (1); ALTER TABLE r ADD b int;",
            "DROP INDEX ix; DROP TABLE r;"
        ),
        ("ALTER TABLE users RENAME a TO b;", "ALTER TABLE users RENAME b TO a;"),
        ("ALTER TABLE users ADD b int; UPDATE users SET b = a;", "ALTER TABLE users DROP COLUMN IF EXISTS b;"),
        ("CREATE INDEX CONCURRENTLY ix ON users (a);", "DROP INDEX CONCURRENTLY ix;"),
        ("CREATE TABLE new (id int); DROP TABLE new;", "SELECT 1;"),
    ])
    func whatCanBeTakenBackPasses(up: String, down: String) {
        #expect(dbmate(up, down) == [])
    }

    @Test(arguments: [
        ("DROP TABLE users;", "CREATE TABLE users (id int);", "2026_x.sql:2: error: drops-table"),
        ("\nALTER TABLE users DROP COLUMN a;", "ALTER TABLE users ADD a int;", "2026_x.sql:3: error: drops-column"),
        ("DELETE FROM users;", "SELECT 1;", "2026_x.sql:2: error: deletes-rows"),
        ("TRUNCATE users;", "SELECT 1;", "2026_x.sql:2: error: deletes-rows"),
        ("UPDATE users SET a = lower(a);", "SELECT 1;", "2026_x.sql:2: error: overwrites-values"),
        ("ALTER TABLE users ALTER a TYPE varchar(3);", "SELECT 1;", "2026_x.sql:2: error: changes-type"),
        ("ALTER TABLE users ALTER a TYPE bigint;", "SELECT 1;", "2026_x.sql:2: warning: widens-type"),
        ("ALTER TABLE users ADD b int;", "DROP INDEX ix;", "2026_x.sql:2: error: leaves-behind"),
        ("CREATE TABLE r (id int);", "DROP TABLE r; DROP TABLE users;", "2026_x.sql:4: error: drops-more"),
        ("SELECT 1;", "ALTER TABLE users DROP b;", "2026_x.sql:4: error: drops-more"),
        ("SELECT 1;", "SELECT 2;\nCOMMIT;", "2026_x.sql:5: error: ends-transaction"),
        ("SELECT 1;", "VACUUM users;", "2026_x.sql:4: error: not-transactional"),
        ("SELECT 1;", "SELECT 'a", "2026_x.sql:4: error: unreadable"),
        ("SELECT 1;", "DELETE FROM users;", "2026_x.sql:4: warning: changes-rows"),
        ("CREATE TABLE r (id int);", "", "2026_x.sql:2: warning: no-way-back"),
        ("ALTER TABLE users RENAME TO people;", "", "2026_x.sql:2: error: no-way-back"),
    ])
    func whatCannotIsNamedWithItsLine(up: String, down: String, finding: String) {
        #expect(said(dbmate(up, down)) == [finding])
    }

    @Test func everyFindingSaysHowToWriteIt() {
        let finding = dbmate("ALTER TABLE users DROP COLUMN a;", "SELECT 1;").first
        #expect(finding?.what == "drops column users.a: its values are gone, and no way back brings them")
        #expect(
            finding?.advice
                == "Stop using it here, and drop it in a later release, when no rollback leads to before this one")
    }

    @Test func layoutsWithoutWaysBackNeedNone() {
        #expect(check(["supabase/migrations/20260101_x.sql": "CREATE TABLE r (id int);"]) == [])
        #expect(
            said(check(["supabase/migrations/20260101_x.sql": "DROP TABLE r;"])) == [
                "20260101_x.sql:1: error: drops-table"
            ])
    }

    @Test func theWayBackOfTwoFilesIsNamedByItsOwn() {
        let findings = check([
            "migrations/1_x.up.sql": "ALTER TABLE users ADD a int;",
            "migrations/1_x.down.sql": "\n-- note\nROLLBACK;",
        ])
        #expect(said(findings) == ["1_x.down.sql:3: error: ends-transaction"])
    }

    @Test func sqliteIsToldByItsWords() {
        let text =
            "-- +goose Up\nCREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; END;\n"
            + "-- +goose Down\nDROP TRIGGER t;\n"
        #expect(check(["m/001_x.sql": text]) == [])
        #expect(MigrationWaysReading.guess("CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT)") == .sqlite)
        #expect(MigrationWaysReading.guess("CREATE TRIGGER t BEFORE INSERT ON a EXECUTE FUNCTION f()") == .postgres)
    }

    private func alembic(_ up: String, _ down: String, _ more: [String: String] = [:]) -> [MigrationFinding] {
        var files = more
        files["alembic.ini"] = "[alembic]\nscript_location = alembic\n"
        files["alembic/versions/0002_x.py"] = AlembicPlace.revision("0002", after: "0001", up: up, down: down)
        return check(files)
    }

    @Test(arguments: [
        ("op.add_column('users', sa.Column('tier', sa.Text))", "op.drop_column('users', 'tier')", [String]()),
        ("op.create_table('r', sa.Column('id', sa.Integer))", "op.drop_table('r')", []),
        (
            "op.drop_column('users', 'a')", "op.add_column('users', sa.Column('a'))",
            ["0002_x.py:9: error: drops-column"]
        ),
        ("op.add_column('users', sa.Column('a'))", "pass", ["0002_x.py:9: warning: no-way-back"]),
        ("op.add_column('users', sa.Column('a'))", "raise NotImplementedError", ["0002_x.py:9: warning: no-way-back"]),
        (
            "op.add_column('users', sa.Column('a'))", "op.drop_column('users', 'b')",
            ["0002_x.py:9: error: leaves-behind", "0002_x.py:13: error: drops-more"]
        ),
        (
            "op.add_column('users', sa.Column('a'))", "bind = op.get_bind()",
            ["0002_x.py:13: warning: not-printable"]
        ),
        (
            "op.alter_column('users', 'a', type_=sa.String(3))", "op.execute('SELECT 1')",
            ["0002_x.py:9: error: changes-type"]
        ),
        ("op.execute('DELETE FROM users')", "op.execute('SELECT 1')", ["0002_x.py:9: error: deletes-rows"]),
    ])
    func alembicIsReadAndNotRun(up: String, down: String, findings: [String]) {
        #expect(said(alembic(up, down)) == findings)
    }

    @Test func severalHeadsAreNamed() {
        let other = AlembicPlace.revision("0002b", after: "0001", up: "pass", down: "pass")
        let findings = alembic("pass", "pass", ["alembic/versions/0002b_x.py": other])
        #expect(said(findings) == ["0002b_x.py:1: error: several-heads"])
    }

    @Test func oneVersionInTwoFilesIsNamed() {
        let text = "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 1;\n"
        #expect(said(check(["m/1_a.sql": text, "m/1_b.sql": text])) == ["1_b.sql:1: error: version-twice"])
    }

    @Test func whatWasMergedIsNotChanged() {
        let path = "supabase/migrations/1_x.sql"
        #expect(said(check([path: "SELECT 1;"], edited: [path])) == ["1_x.sql:1: error: edited-migration"])
    }

    @Test func whatWasMergedIsNotTakenAway() {
        let edited: Set = ["supabase/migrations/1_x.sql", "docs/notes.sql", "supabase/migrations/README.md"]
        let findings = check(["supabase/migrations/2_x.sql": "SELECT 1;"], edited: edited)
        #expect(said(findings) == ["1_x.sql:1: error: edited-migration"])
    }

    @Test func onlyWhatIsWantedIsLookedAt() {
        let tree = MigrationTree([
            "supabase/migrations/1_x.sql": Data("DROP TABLE a".utf8),
            "supabase/migrations/2_x.sql": Data("DROP TABLE b".utf8),
            "prisma/schema.prisma": Data(),
        ])
        let result = MigrationCheck(tree).check { $0.hasSuffix("2_x.sql") }
        #expect(said(result.findings) == ["2_x.sql:1: error: drops-table"])
        #expect(result.checked == ["supabase/migrations/2_x.sql"])
        #expect(result.unfollowed == ["Prisma in prisma: Prisma writes no ways back"])
    }
}
