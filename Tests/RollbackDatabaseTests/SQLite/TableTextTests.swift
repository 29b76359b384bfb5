@testable import RollbackDatabase
import Testing

/// The text of a table is edited where its rules are, and nowhere else.
struct TableTextTests {
    private func opened(_ text: String, _ column: String = "c") -> String? {
        TableText(text).map { SQLTokens.plain($0.opened(column)) }
    }

    @Test(arguments: [
        ("c INT NOT NULL", "c INT"), ("c INT CONSTRAINT n NOT NULL DEFAULT 1", "c INT DEFAULT 1"),
        ("c TEXT DEFAULT 'a, NOT NULL' NOT NULL", "c TEXT DEFAULT 'a, NOT NULL'"),
        ("c INT CHECK (c > (1)) NOT NULL ON CONFLICT IGNORE UNIQUE", "c INT UNIQUE"),
        ("c INT REFERENCES p (x) ON DELETE SET NULL ON UPDATE SET DEFAULT NOT NULL DEFAULT NULL", "c INT DEFAULT NULL"),
        ("c INT REFERENCES p NOT DEFERRABLE INITIALLY IMMEDIATE COLLATE nocase", "c INT COLLATE nocase"),
        ("c INT GENERATED ALWAYS AS (a + 1) STORED NOT NULL", "c INT GENERATED ALWAYS AS(a + 1) STORED"),
        ("`c` /* NOT NULL */ INT -- NOT NULL\n NOT NULL", "c INT"), ("[c] NOT NULL", "c"), ("C INT NOT NULL", "C INT"),
    ])
    func rulesOfAColumnGo(before: String, after: String) {
        let expected = "CREATE TABLE t(a INT NOT NULL, \(after), d)"
        #expect(opened("CREATE TABLE t (a INT NOT NULL, \(before), d)") == SQLTokens.plain(expected))
    }

    @Test func rulesOfTheTableThatNameItGo() {
        let text = """
            CREATE TABLE "t" (a INT CHECK (a > c), c INT, CONSTRAINT f FOREIGN KEY (c) REFERENCES p (x), UNIQUE (a, c),
                CHECK (c <> a), CHECK (a <> 'c')) STRICT, WITHOUT ROWID
            """
        let expected = "CREATE TABLE t(a INT, c INT, UNIQUE(a, c), CHECK(a <> 'c')) STRICT, WITHOUT ROWID"
        #expect(opened(text) == SQLTokens.plain(expected))
    }

    @Test func aTableLetsGoOfThoseThatStay() {
        let text =
            "CREATE TABLE t (a REFERENCES p (x) NOT NULL, b REFERENCES q, FOREIGN KEY (a, b) REFERENCES \"p\" (x, y))"
        let table = TableText(text)
        #expect(
            table.map { SQLTokens.plain($0.withoutForeignKeys(exceptOn: ["Q"])) }
                == SQLTokens.plain("CREATE TABLE t (a NOT NULL, b REFERENCES q)"))
    }

    @Test func aVirtualTableHasNoSuchText() {
        #expect(TableText("CREATE VIRTUAL TABLE t USING fts5(a, b)") == nil)
    }
}
