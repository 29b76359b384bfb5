import Foundation
import RollbackCore
@testable import RollbackDatabase
import RollbackMigrations
import RollbackTestKit

/// A checkout whose schema Alembic makes, in `backend/`.
struct AlembicPlace {
    let folder: ScratchFolder
    let url: String

    /// - Parameters:
    ///   - url: nil: a SQLite file of its own.
    ///   - offline: whether `env.py` has an offline mode.
    init(url: String? = nil, offline: Bool = true) throws {
        folder = try ScratchFolder()
        self.url = url ?? "sqlite:///\(folder.path)/app.db"
        // A package of the project's own that is called like the program.
        try write("backend/alembic/__init__.py", "")
        try write("backend/alembic.ini", "[alembic]\nscript_location = %(here)s/alembic\nprepend_sys_path = .\n")
        try write("backend/alembic/env.py", Self.environment(offline))
    }

    private static func environment(_ offline: Bool) -> String {
        """
        import os
        from alembic import context
        from sqlalchemy import create_engine

        url = os.environ["APP_URL"]
        if \(offline ? "context.is_offline_mode()" : "False"):
            context.configure(url=url, literal_binds=True)
            with context.begin_transaction():
                context.run_migrations()
        else:
            with create_engine(url).connect() as connection:
                context.configure(connection=connection)
                with context.begin_transaction():
                    context.run_migrations()

        """
    }

    func write(_ path: String, _ text: String) throws {
        let file = URL(fileURLWithPath: folder.file(path))
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    static func path(_ revision: String) -> String { "backend/alembic/versions/\(revision)_x.py" }

    static func revision(_ revision: String, after: String?, up: String, down: String) -> String {
        """
        from alembic import op
        import sqlalchemy as sa

        revision = "\(revision)"
        down_revision = \(after.map { "\"\($0)\"" } ?? "None")


        def upgrade():
            \(up)


        def downgrade():
            \(down)

        """
    }

    static let texts: [(version: String, texts: [String: String])] = [
        (
            "0001",
            [
                path("0001"): revision(
                    "0001", after: nil, up: "op.create_table('users', sa.Column('id', sa.Integer, primary_key=True))",
                    down: "op.drop_table('users')")
            ]
        ),
        (
            "0002",
            [
                path("0002"): revision(
                    "0002", after: "0001", up: "op.add_column('users', sa.Column('tier', sa.String(10)))",
                    down: "op.drop_column('users', 'tier')")
            ]
        ),
        (
            "0003",
            [
                path("0003"): revision(
                    "0003", after: "0002",
                    up:
                        "op.create_table('receipts', sa.Column('id', sa.Integer)); op.create_index('ix', 'users', ['id'])",
                    down: "op.drop_index('ix', 'users'); op.drop_table('receipts')")
            ]
        ),
    ]

    func writeAll() throws {
        for (path, text) in Self.texts.flatMap(\.texts) { try write(path, text) }
    }

    var dialect: SQLDialect { url.hasPrefix("sqlite") ? .sqlite : .postgres }

    func system(_ tree: MigrationTree, _ recorded: [String: String] = [:], limit: Duration = .seconds(60)) throws
        -> AlembicSystem
    {
        var all = tree
        for name in ["backend/alembic.ini", "backend/alembic/env.py"] {
            all.files[name] = try Data(contentsOf: URL(fileURLWithPath: folder.file(name)))
        }
        let text = all.text("backend/alembic.ini") ?? ""
        guard let settings = AlembicSettings("backend/alembic.ini", text: text) else {
            throw CocoaError(.fileReadUnknown)
        }
        let printer = AlembicPrinter(
            processes: RealProcesses.runner(), root: folder.path, interpreter: "\(MigrationTools.folder)/python",
            environment: ["APP_URL": url], limit: limit)
        return AlembicSystem(settings, tree: all, dialect: dialect, printer: printer, recorded: recorded)
    }

    func alembic(_ arguments: String...) async throws {
        let command = Command(
            ["\(MigrationTools.folder)/alembic"] + arguments, in: folder.file("backend"), environment: ["APP_URL": url])
        _ = try await RealProcesses.runner().require(command)
    }

    static func ledger(_ revisions: String...) -> MigrationLedger {
        MigrationLedger(
            system: "alembic", table: TableName(schema: "public", name: "alembic_version"),
            rows: revisions.map { ["version_num": $0] })
    }
}
