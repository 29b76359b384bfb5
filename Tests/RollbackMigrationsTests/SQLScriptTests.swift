import RollbackMigrations
import Testing

/// Scripts are taken apart as the database that runs them does it.
struct SQLScriptTests {
    private func read(_ text: String, _ dialect: SQLDialect) throws -> [String] {
        try SQLScript.read(text, as: dialect).map(\.text)
    }

    @Test func textAndLineAreKept() throws {
        let statements = try SQLScript.read(
            "-- a note\nCREATE TABLE \"A b\" (\n  id int -- ;\n);\n\n  /* ; */ drop table t ; ", as: .postgres)
        #expect(statements.map(\.text) == ["CREATE TABLE \"A b\" (\n  id int -- ;\n)", "drop table t"])
        #expect(statements.map(\.line) == [2, 6])
        #expect(statements[1].tokens == [.word("drop"), .word("table"), .word("t")])
        #expect(statements[0].text(of: 1..<3) == "TABLE \"A b\"")
    }

    @Test(arguments: [
        "DO $$ BEGIN DELETE FROM t; END $$", "CREATE FUNCTION f() RETURNS int AS $b$ SELECT 1; $$;$$ $b$ LANGUAGE sql",
        "SELECT E'it\\'s;'", "SELECT 'a\\'", "SELECT 1 /* a /* ; */ b; */ + 1", "SELECT a$b$c", "SELECT '{1}'::int[]",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END",
        "CREATE RULE r AS ON INSERT TO t DO (DELETE FROM a; DELETE FROM b)", "SELECT $1",
    ])
    func postgresKeepsWhole(text: String) throws {
        #expect(try read("\(text);\nSELECT 2;", .postgres) == [text, "SELECT 2"])
    }

    @Test(arguments: [
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = CASE WHEN 1 THEN 2 END; DELETE FROM d; END",
        "CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END", "CREATE TABLE [a;b] (`c;d` int)",
        "SELECT 'a\\' /* a /* ; */ + 1",
    ])
    func sqliteKeepsWhole(text: String) throws {
        #expect(try read("\(text);\nSELECT 2;", .sqlite) == [text, "SELECT 2"])
    }

    @Test(arguments: [
        ("SELECT 1;\nCOPY t (a) FROM STDIN;\n1\n\\.\n", 2, "COPY … FROM STDIN has its rows in the file: INSERT them"),
        ("SELECT 1;\n\\connect other\n", 2, "psql's own commands are no SQL"),
        ("SELECT\n'a", 2, "a text has no end"), ("\n/* /* */", 2, "a comment has no end"),
        ("SELECT (1", 1, "a parenthesis is not closed"), ("SELECT 1);", 1, "a parenthesis closes that was not opened"),
        ("\nDO $x$ SELECT 1; $$", 2, "`$x$` has no end"), ("SELECT \"a", 1, "a quoted name has no end"),
    ])
    func whatCannotBeRunIsNamed(text: String, line: Int, why: String) {
        #expect(throws: SQLTrouble(line: line, why: why)) { try read(text, .postgres) }
    }

    @Test func anOpenTriggerIsNoStatement() {
        let text = "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1;"
        #expect(throws: SQLTrouble(line: 1, why: "a body has no END")) { try read(text, .sqlite) }
    }

    /// Where nobody has said which database it is for, nothing is guessed.
    @Test(arguments: ["SELECT 'a\\' ; '", "/* /* */ */", "/*! DROP TABLE t */", "SELECT 1 # note", "SELECT \"a\\\""])
    func whatDatabasesReadDifferentlyIsRefused(text: String) {
        #expect(throws: SQLTrouble.self) { try read(text, .unknown) }
    }

    @Test func linesGoOnFromWhereThePartBegins() throws {
        #expect(try SQLScript.read("\nSELECT 1;\r\nSELECT 2", as: .sqlite, from: 10).map(\.line) == [11, 12])
    }
}
