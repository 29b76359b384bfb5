import FoundationEssentials
import RollbackCore
@testable import RollbackDrivers
import RollbackTestKit
import Testing

struct ReleaseSchemaTests {
    private func heads(_ files: [String: String], prefix: String = "") async throws -> [SchemaHead] {
        let place = try await CodePlace()
        for (path, text) in files { try place.write(path, text) }
        try await place.git("add", "--all")
        try await place.git("commit", "-qm", "one")
        let git = try await GitRepository.open(place.root, RealProcesses.runner())
        let tree = try await CommitTree.read(git, try await git.head(), CodeScope(prefix: prefix))
        return try await ReleaseSchema(tree, prefix: prefix).heads().sorted { $0.folder < $1.folder }
    }

    private func revision(_ own: String, after other: String) -> String {
        "\"\"\"add a table\"\"\"\nfrom alembic import op\n\nrevision: str = '\(own)'\ndown_revision = \(other)\n"
    }

    @Test func alembicsHeadIsWhatNoOtherFollows() async throws {
        let found = try await heads([
            "db/env.py": "", "db/versions/3.py": revision("c", after: "\"b\""),
            "db/versions/1.py": revision("a", after: "None"), "db/versions/2.py": revision("b", after: "'a'"),
            "db/versions/__init__.py": "", "other/versions/1.py": revision("x", after: "None"),
        ])
        #expect(found == [SchemaHead(folder: "db/versions", system: "alembic", heads: ["c"])])
    }

    @Test func branchesHaveSeveralHeadsUntilTheyAreMerged() async throws {
        var files = [
            "m/env.py": "", "m/versions/1.py": revision("a", after: "None"),
            "m/versions/2.py": revision("b", after: "'a'"), "m/versions/3.py": revision("c", after: "'a'"),
        ]
        #expect(try await heads(files).map(\.heads) == [["b", "c"]])
        files["m/versions/4.py"] = revision("d", after: "(\n    'b',  # it's ours\n    'c',\n)")
        #expect(try await heads(files).map(\.heads) == [["d"]])
    }

    @Test func ofPlainFilesTheLastOneCountsByItsNumber() async throws {
        let found = try await heads([
            "supabase/migrations/20240101000000_a.sql": "", "supabase/migrations/20250101000000_b.sql": "",
            "db/migrations/9_last.sql": "", "db/migrations/10_really_last.sql": "",
            "db/migrations/10_really_last.down.sql": "", "reports/all.sql": "",
        ])
        #expect(
            found == [
                SchemaHead(folder: "db/migrations", system: "sql", heads: ["10_really_last.sql"]),
                SchemaHead(folder: "supabase/migrations", system: "supabase", heads: ["20250101000000_b.sql"]),
            ])
    }

    @Test func anotherPlatformsMigrationsAreItsOwn() async throws {
        let files = ["shop/migrations/1.sql": "", "blog/migrations/2.sql": "", "shop/rollback/migrations/3.sql": ""]
        #expect(
            try await heads(files, prefix: "shop") == [
                SchemaHead(folder: "migrations", system: "sql", heads: ["1.sql"])
            ])
    }

    @Test(arguments: [
        ("revision = 'a'", ["a"]), ("revision: str = \"a\"", ["a"]), ("revision = None", []),
        ("revision='a' # 'b'", ["a"]), ("  revision = 'a'", []), ("revisions = 'a'", []), ("revision = 'a", []),
        ("# revision = 'a'\nrevision = ('a', 'b')", ["a", "b"]), ("revision: str", []),
    ])
    func literalsAreReadAsPythonWould(text: String, found: [String]) {
        #expect(AlembicRevisions.strings(assignedTo: "revision", in: text) == found)
    }
}
