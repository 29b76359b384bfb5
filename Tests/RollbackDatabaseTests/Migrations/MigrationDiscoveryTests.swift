import Foundation
@testable import RollbackDatabase
import RollbackTestKit
import Testing

/// Which system makes a project's schema is told by its files.
struct MigrationDiscoveryTests {
    private func found(_ files: [String: String]) -> [String] {
        MigrationPlace.all(in: MigrationTree(files.mapValues { Data($0.utf8) })).map { "\($0.name) \($0.folder)" }
    }

    @Test(arguments: [
        (["db/migrations/1_x.sql": "-- migrate:up\nSELECT 1;"], "dbmate db/migrations"),
        (["m/1_x.up.sql": "SELECT 1", "m/1_x.down.sql": ""], "golang-migrate m"),
        (["m/00001_x.sql": "-- +goose Up\nSELECT 1;"], "goose m"),
        (["supabase/migrations/2026_x.sql": "SELECT 1;"], "supabase supabase/migrations"),
        (["app/migrations/001.sql": "SELECT 1;"], "sql app/migrations"),
        (["backend/alembic.ini": "[alembic]\nscript_location = %(here)s/db\n"], "alembic backend/db"),
        (["prisma/schema.prisma": ""], "Prisma prisma"),
        (["app/migrations/0001_initial.py": "from django.db import migrations"], "Django app/migrations"),
    ])
    func eachIsFound(files: [String: String], place: String) {
        #expect(found(files) == [place])
    }

    @Test func otherSQLIsNoMigration() {
        #expect(found(["queries/1.sql": "SELECT 1", "seed.sql": "SELECT 2"]) == [])
    }

    @Test func severalServicesHaveTheirOwn() {
        let files = [
            "a/alembic.ini": "[alembic]\nscript_location = alembic\n",
            "b/alembic.ini": "[alembic]\nscript_location=x\n",
        ]
        #expect(found(files) == ["alembic a/alembic", "alembic b/x"])
    }

    @Test func settingsAreReadAsAlembicDoes() throws {
        let text = """
            [loggers]
            script_location = no
            [alembic]
            # script_location = old
            script_location = %(here)s/../shared
            version_locations = %(here)s/a:%(here)s/b
            """
        let settings = try #require(AlembicSettings("backend/alembic.ini", text: text))
        #expect(settings.scripts == "shared")
        #expect(settings.versions == ["shared/versions"] || settings.versions == ["backend/a", "backend/b"])
        #expect(AlembicSettings("alembic.ini", text: "[alembic]\nscript_location = ../out\n") == nil)
        #expect(
            AlembicSettings.table("x(version_table='v', version_table_schema=\"s\")", usual: "public")
                == TableName(schema: "s", name: "v"))
    }

    @Test func theLiveTreeIsReadWithoutWhatIsOthers() throws {
        let folder = try ScratchFolder()
        for path in ["db/migrations/1.sql", "node_modules/x/1.sql", ".git/1.sql", "a.txt", "alembic.ini"] {
            let file = URL(fileURLWithPath: folder.file(path))
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data("SELECT 1".utf8).write(to: file)
        }
        let tree = try MigrationTree.live(folder.path)
        #expect(tree.files.keys.sorted() == ["alembic.ini", "db/migrations/1.sql"])
        #expect(tree.digest("alembic.ini") == "e004ebd5b5532a4b85984a62f8ad48a81aa3460c1ca07701f386135d72cdecf5")
    }
}
