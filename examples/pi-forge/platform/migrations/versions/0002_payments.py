"""Payments"""

from alembic import op
import sqlalchemy as sa

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "payments",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("pi_payment", sa.String(64), nullable=False, unique=True),
        sa.Column("amount", sa.Numeric(18, 7), nullable=False),
        sa.Column("memo", sa.String(256), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
    )
    op.create_index("payments_created_at", "payments", ["created_at"])


def downgrade() -> None:
    op.drop_table("payments")
