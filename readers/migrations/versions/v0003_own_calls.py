"""Calls that people entered themselves, and what a correction replaced."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "reader_own_calls",
        sa.Column("id", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("source_id", "content", "by")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.Text()),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_reader_own_calls"),
    )
    for name in ("was_value", "was_words"):
        op.add_column("reader_corrections", sa.Column(name, sa.Text()))


def downgrade() -> None:
    for name in ("was_words", "was_value"):
        op.drop_column("reader_corrections", name)
    op.drop_table("reader_own_calls")
