import RollbackCore
@testable import RollbackDrivers
import Testing

/// What SQL means for code that was written before it.
struct SQLMigrationTests {
    private func judged(_ text: String, at path: String = "migrations/0002_x.sql") throws -> Migration {
        let file = try #require(MigrationFile(path))
        return try #require(MigrationReading([(file, text)]).migrations.first)
    }

    @Test(arguments: [
        "CREATE TABLE receipts (id serial PRIMARY KEY, note text);",
        "create table if not exists public.receipts (id int)",
        "ALTER TABLE users ADD COLUMN full_name text;",
        "ALTER TABLE \"users\" ADD full_name varchar(80) NULL, ADD COLUMN age int NOT NULL DEFAULT 0;",
        "ALTER TABLE users ADD COLUMN nick text UNIQUE;",
        "ALTER TABLE users ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY NOT NULL",
        "CREATE INDEX CONCURRENTLY IF NOT EXISTS users_name ON users (name);\nCREATE INDEX ON users USING gin (tags);",
        "CREATE TABLE a (id int); ALTER TABLE a ADD b int NOT NULL; DROP TABLE a;",
        "CREATE TABLE r (id int, u int REFERENCES users (id) ON DELETE CASCADE);",
        "CREATE TABLE r (id int); CREATE TABLE s (r int REFERENCES r);",
        "CREATE TABLE r (id int); CREATE UNIQUE INDEX ON r (id); ALTER TABLE r ENABLE ROW LEVEL SECURITY;",
        "ALTER TABLE users ADD full_name text; UPDATE users SET full_name = name; ALTER TABLE users DROP full_name;",
        "BEGIN; SET LOCAL lock_timeout = '1s'; COMMENT ON TABLE users IS 'x; DROP TABLE users'; COMMIT;",
        "-- DROP TABLE users;\n/* DROP TABLE users; */ CREATE TYPE mood AS ENUM ('drop; table', 'it''s');",
        "CREATE EXTENSION IF NOT EXISTS pgcrypto;", "ALTER TABLE users ALTER COLUMN name SET DEFAULT '';", "",
    ])
    func whatOnlyAddsFits(text: String) throws {
        let migration = try judged(text)
        #expect(migration.fit == .compatible, "\(migration.evidence)")
        #expect(!migration.evidence.isEmpty)
    }

    @Test(arguments: [
        ("DROP TABLE users;", "drops table users"),
        ("drop table if exists public.users cascade", "drops table users"),
        ("ALTER TABLE users DROP COLUMN name;", "drops column users.name"),
        ("ALTER TABLE users RENAME COLUMN name TO full_name;", "renames column users.name to full_name"),
        ("ALTER TABLE users RENAME TO people;", "renames table users to people"),
        ("ALTER TABLE users ALTER COLUMN age TYPE bigint USING age::bigint;", "changes the type of column users.age"),
        ("ALTER TABLE users ALTER age SET NOT NULL;", "forbids NULL in column users.age"),
        ("ALTER TABLE users ADD age int NOT NULL;", "adds column users.age, NOT NULL without a default"),
        ("ALTER TABLE users ADD age int DEFAULT NULL NOT NULL;", "adds column users.age, NOT NULL without a default"),
        ("ALTER TABLE auth.users SET SCHEMA public;", "renames table auth.users to public.users"),
        ("SELECT f(); DROP TABLE users;", "drops table users"),
        ("CREATE TABLE IF NOT EXISTS users (id int); DROP TABLE users;", "drops table users"),
        ("CREATE TABLE users2 (id int); DROP TABLE users; ALTER TABLE users2 RENAME TO users;", "drops table users"),
    ])
    func whatTakesAwayBreaks(text: String, evidence: String) throws {
        let migration = try judged(text)
        #expect(migration.fit == .breaking, "\(migration.evidence)")
        #expect(migration.evidence == [evidence])
    }

    @Test(arguments: [
        ("DO $$ BEGIN DROP TABLE users; END $$;", "`do …` is not understood"),
        ("CREATE FUNCTION f() RETURNS void AS $body$ DROP TABLE users; $body$ LANGUAGE sql;", "not understood"),
        ("CREATE TRIGGER t AFTER INSERT ON users BEGIN UPDATE a SET b = 1; END;", "`create trigger t after …`"),
        ("CREATE UNIQUE INDEX ON users (name);", "puts a unique index on users"),
        ("ALTER TABLE users ADD CONSTRAINT c CHECK (age > 0);", "puts a constraint on users"),
        ("ALTER TABLE users ADD nick text DEFAULT '' UNIQUE;", "adds column users.nick with UNIQUE"),
        ("ALTER TABLE users ADD manager int REFERENCES users (id);", "keeps rows of users from being deleted"),
        ("CREATE TABLE r (u int REFERENCES users (id), p int REFERENCES p ON DELETE CASCADE);", "rows of users"),
        ("CREATE TABLE r2026 PARTITION OF rows FOR VALUES IN (2026);", "not understood"),
        ("ALTER TABLE users ENABLE ROW LEVEL SECURITY;", "puts row level security on users"),
        ("CREATE POLICY \"own rows\" ON users USING (true);", "puts a policy on users"),
        ("ALTER TABLE users ALTER name DROP NOT NULL;", "allows NULL in column users.name"),
        ("ALTER TABLE users ALTER name DROP DEFAULT;", "takes the default from column users.name"),
        ("INSERT INTO roles VALUES ('admin');", "writes rows of roles"), ("DELETE FROM users;", "writes rows of users"),
        ("UPDATE users SET name = upper(name) WHERE id IN (1, 2);", "writes rows of users"),
        ("DROP INDEX users_name;", "which may have been unique"), ("DROP VIEW v;", "drops view v"),
        ("ALTER TYPE mood ADD VALUE 'sad';", "changes type mood"), ("TRUNCATE users;", "writes rows of users"),
        ("ALTER TABLE users MODIFY name text;", "not understood"),
        ("SET search_path = other; CREATE TABLE t (id int);", "`set search_path = other`"),
        ("CREATE TABLE t (note text DEFAULT 'it\\'s; x');", "cannot be read as SQL"),
        ("/*!50000 DROP TABLE users */;", "cannot be read as SQL"),
        ("CREATE TABLE t (id int;", "cannot be read as SQL"),
        ("COPY t FROM stdin;\n1\t\\N\n\\.\n", "cannot be read as SQL"),
        ("CREATE TABLE IF NOT EXISTS t (id int); ALTER TABLE t ENABLE ROW LEVEL SECURITY;", "row level security on t"),
    ])
    func whatIsNotCertainIsUnknown(text: String, evidence: String) throws {
        let migration = try judged(text)
        #expect(migration.fit == .unknown, "\(migration.evidence)")
        #expect(migration.evidence.contains { $0.contains(evidence) }, "\(migration.evidence)")
    }

    /// A plan is read by many people.
    @Test func textsAreNotShown() throws {
        let migration = try judged("SELECT 'hunter2', dblink('password=hunter2');")
        #expect(migration.evidence == ["`select … , dblink …` is not understood"])
    }

    @Test(arguments: [
        "-- migrate:up\nALTER TABLE users ADD a int;\n-- migrate:down\nALTER TABLE users DROP a;",
        "-- +goose Up\nALTER TABLE users ADD a int;\n-- +goose Down\nALTER TABLE users DROP COLUMN name;\n",
        "-- +migrate Up\nALTER TABLE users ADD a int;\n  -- +migrate Down\nDROP TABLE users;\n",
    ])
    func onlyTheWayForwardCounts(text: String) throws {
        #expect(try judged(text).evidence == ["adds column users.a, which may be NULL"])
    }

    @Test func aFileWithNothingButTheWayBackIsNotUnderstood() throws {
        #expect(try judged("-- migrate:down\nDROP TABLE users;").fit == .unknown)
    }

    @Test(arguments: [
        ("supabase/migrations/20260101_x.sql", MigrationTool.supabase, "20260101_x"),
        ("prisma/migrations/20260101_users/migration.sql", .prisma, "20260101_users"),
        ("db/migrate/001_x.sql", .sql, "001_x"), ("prisma/schema.prisma", .other, "schema"),
        ("shop/migrations/0002_price.py", .other, "0002_price"), ("db/migrate/2026_users.rb", .other, "2026_users"),
        ("services/api/alembic/versions/0003_x.py", .alembic, "0003_x"),
    ])
    func aMigrationIsKnownByItsPlace(path: String, system: MigrationTool, name: String) {
        let file = MigrationFile(path)
        #expect(file?.system == system && file?.name == name)
    }

    @Test(arguments: [
        "migrations/env.py", "migrations/README", "migrations/README.md", "alembic/script.py.mako", "app/users.sql",
        "migrations/0002_x.down.sql", "migrations/U2__x.sql", "drizzle/meta/_journal.json", "migrations/__init__.py",
    ])
    func whatLiesBesideThemIsNone(path: String) { #expect(MigrationFile(path) == nil) }
}
