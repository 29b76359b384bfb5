import RollbackCore
@testable import RollbackDrivers
import Testing

/// What Alembic's migrations mean for code that was written before them.
struct AlembicMigrationTests {
    private func judged(_ body: String, head: String? = nil) throws -> Migration {
        let lines = body.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
        let text =
            (head ?? "\"\"\"Receipts\"\"\"\nfrom alembic import op\nimport sqlalchemy as sa\n\nrevision = '0003'\n"
                + "down_revision = '0002'\n\n\ndef upgrade() -> None:\n")
            + lines.joined(separator: "\n") + "\n\n\ndef downgrade():\n    op.drop_table('users')\n"
        let file = try #require(MigrationFile("alembic/versions/0003_x.py"))
        return try #require(MigrationReading([(file, text)]).migrations.first)
    }

    @Test(arguments: [
        "pass", "\"\"\"Merges two heads.\"\"\"\npass",
        "op.add_column('users', sa.Column('age', sa.Integer()))",
        "op.add_column('users', sa.Column('age', sa.Integer(), nullable=True))  # a note",
        "op.add_column(\n    \"users\",\n    sa.Column(\"fee\", sa.Numeric(18, 7), nullable=False, server_default=\"0\"),\n)",
        "op.add_column('users', sa.Column('n', sa.Integer, sa.Identity(), nullable=False))",
        "op.create_table('r', sa.Column('id', sa.Integer, primary_key=True), sa.Column('n', sa.String(8)))\n"
            + "op.create_unique_constraint('u', 'r', ['n'])\nop.alter_column('r', 'n', nullable=False)",
        "op.create_table('r', sa.Column('u', sa.ForeignKey('users.id', ondelete='CASCADE')))",
        "op.create_index(op.f('ix_users_age'), 'users', ['age'], unique=False)",
        "with op.batch_alter_table('users', schema=None) as batch_op:\n"
            + "    batch_op.add_column(sa.Column('age', sa.Integer(), nullable=True))\n"
            + "    batch_op.create_index('ix', ['age'])\nop.create_table_comment('users', 'people')",
        "op.execute('CREATE TABLE t (id int); '\n           'CREATE INDEX ON t (id)')",
        "op.execute(sa.text(\"\"\"\n    ALTER TABLE users ADD age int\n\"\"\"))",
        "op.add_column('users', sa.Column('age', sa.Integer)); op.drop_column('users', 'age')",
    ])
    func whatOnlyAddsFits(body: String) throws {
        let migration = try judged(body)
        #expect(migration.fit == .compatible, "\(migration.evidence)")
    }

    @Test(arguments: [
        ("op.drop_table('users')", "drops table users"),
        ("op.drop_column(\"users\", \"name\")", "drops column users.name"),
        ("op.drop_column('users', 'name', schema='shop')", "drops column shop.users.name"),
        ("op.rename_table('users', 'people')", "renames table users to people"),
        ("op.alter_column('users', 'name', new_column_name='full_name')", "renames column users.name to full_name"),
        ("op.alter_column('users', 'age', type_=sa.BigInteger(), existing_type=sa.Integer())", "changes the type"),
        (
            "op.alter_column('users', 'age', existing_type=sa.Integer(), nullable=False)",
            "forbids NULL in column users.age"
        ),
        ("op.add_column('users', sa.Column('age', sa.Integer(), nullable=False))", "NOT NULL without a default"),
        ("op.add_column('users', sa.Column('age', sa.Integer(), nullable=False, default=0))", "NOT NULL without"),
        ("with op.batch_alter_table('users') as batch:\n    batch.drop_column('name')", "drops column users.name"),
        ("op.execute('ALTER TABLE users DROP COLUMN name')", "drops column users.name"),
        ("if new:\n    pass\nop.drop_table('users')", "drops table users"),
    ])
    func whatTakesAwayBreaks(body: String, evidence: String) throws {
        let migration = try judged(body)
        #expect(migration.fit == .breaking, "\(migration.evidence)")
        #expect(migration.evidence.contains { $0.contains(evidence) }, "\(migration.evidence)")
    }

    @Test(arguments: [
        ("if op.get_bind().dialect.name == 'sqlite':\n    op.drop_table('users')", "line 10 (if op . get_bind)"),
        ("conn = op.get_bind()\nconn.execute(sa.text('DROP TABLE users'))", "line 10 (conn = op .)"),
        ("for t in TABLES:\n    op.drop_table(t)", "line 10 (for t in TABLES)"),
        ("add_columns()", "line 10 (add_columns"), ("op.drop_column(TABLE, 'x')", "drops column ?.x"),
        ("op.execute(f'DROP TABLE {name}')", "line 10 (op . execute ()"), ("op.execute(SQL)", "is not understood"),
        ("op.add_column('users', columns.age())", "whose definition is not understood"),
        ("op.add_column('users', sa.Column('age', sa.Integer, nullable=MAY))", "is not understood"),
        ("op.create_table('r', *columns)", "is not understood"), ("op.create_table('r', audit())", "not understood"),
        ("op.create_table('r', sa.Column('u', sa.Integer, sa.ForeignKey('users.id')))", "rows of users"),
        ("op.create_table('r', sa.Column('u'), sa.ForeignKeyConstraint(['u'], ['shop.users.id']))", "of shop.users"),
        ("op.create_index('i', 'users', ['name'], unique=True)", "puts a unique index on users"),
        ("op.create_foreign_key('f', 'users', 'teams', ['t'], ['id'])", "puts a foreign key on users"),
        ("op.drop_constraint('u', 'users')", "drops a constraint of users"),
        ("op.alter_column('users', 'name', nullable=True)", "allows NULL in column users.name"),
        ("op.alter_column('users', 'name', server_default=None)", "takes the default from column users.name"),
        ("op.alter_column('users', 'name', nullable=MAY)", "line 10"), ("op.invoke(Custom())", "line 10"),
        ("op.bulk_insert(roles, [{'name': 'admin'}])", "writes rows"), ("return", "line 10 (return)"),
        ("with transaction():\n    op.drop_table('users')", "line 10 (with transaction"),
    ])
    func whatIsNotCertainIsUnknown(body: String, evidence: String) throws {
        let migration = try judged(body)
        #expect(migration.fit == .unknown, "\(migration.evidence)")
        #expect(migration.evidence.contains { $0.contains(evidence) }, "\(migration.evidence)")
    }

    @Test(arguments: [
        "from alembic import op\ndown_revision = '1'\ndef downgrade():\n",
        "import op\ndown_revision = '1'\ndef upgrade():\n",
        "from alembic import op\ndown_revision = '1'\ndef upgrade(engine):\n    x = '''\n",
        "from alembic import op\ndown_revision = '1'\ndef upgrade():\n    pass\ndef upgrade():\n",
    ])
    func whatHasNoUpgradeThatCanBeReadIsUnknown(head: String) throws {
        #expect(try judged("op.create_table('t')", head: head).fit == .unknown)
    }

    @Test func oneLineIsEnough() throws {
        let head = "from alembic import op\ndown_revision = None\ndef upgrade(): op.drop_table('users')\ndef other():\n"
        #expect(try judged("pass", head: head).evidence == ["drops table users"])
    }

    /// `b` makes what `a` changes; the names would order them otherwise.
    @Test func revisionsFollowOneAnother() throws {
        let start = "from alembic import op\nimport sqlalchemy as sa\n"
        let first =
            start + "revision: str = 'one'\ndown_revision: Union[str, None] = None\ndef upgrade():\n"
            + "    op.create_table('r', sa.Column('id', sa.Integer))\n"
        let second =
            start + "revision = 'two'\ndown_revision = ('one', 'zero')\ndef upgrade():\n    op.drop_table('r')\n"
        let files = try ["a", "b"].map { try #require(MigrationFile("x/versions/\($0).py")) }
        let migrations = MigrationReading([(files[0], second), (files[1], first)]).migrations
        #expect(migrations.map(\.name) == ["b", "a"] && migrations.allSatisfy { $0.fit == .compatible })
    }

    @Test func settingsSayWhereRevisionsLie() {
        let text = "[alembic]\nscript_location = %(here)s/db/schema\nversion_locations = %(here)s/a:b/c, ../up\n"
        #expect(AlembicFolders.named(in: text, folder: "") == ["db/schema/versions", "a", "b/c"])
        #expect(AlembicFolders.named(in: "script_location=alembic", folder: "api") == ["api/alembic/versions"])
        #expect(MigrationFile("a/0001.py", alembic: ["a"])?.system == .alembic)
    }
}
