"""The first tables: decisions, corrections, states, notes."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _create("reader_decisions", "kind", "cluster", "profile", "source", "source_id", "reason", "by")
    _create("reader_corrections", "source", "source_id", "field", "value", "reason", "by")
    _create("reader_states", "cluster", "profile", "source", "source_id", "state", "by", can_be_undone=False)
    _create("reader_notes", "cluster", "profile", "source", "source_id", "text", "by")


def downgrade() -> None:
    for table in ("reader_notes", "reader_states", "reader_corrections", "reader_decisions"):
        op.drop_table(table)


def _create(table: str, *texts: str, can_be_undone: bool = True) -> None:
    undone: list[sa.Column[Any]] = [
        sa.Column("undone_by", sa.Text()),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
    ]
    op.create_table(
        table,
        sa.Column("id", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(undone if can_be_undone else []),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
