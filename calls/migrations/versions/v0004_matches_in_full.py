"""Of each match its reasons, whether the project may apply, its sentences, and why it moved; glossaries by version."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

KEYS = ("cluster", "profile", "source", "source_id")


def upgrade() -> None:
    op.add_column("matches", sa.Column("detail", sa.LargeBinary()))
    op.add_column("match_runs", sa.Column("meaning_version", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "glossaries",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_glossaries"),
    )
    op.create_table(
        "match_moves",
        sa.Column("night", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in KEYS),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("night", *KEYS, name="pk_match_moves"),
        sa.ForeignKeyConstraint(["night"], ["nights.night"], name="fk_match_moves_night"),
    )


def downgrade() -> None:
    op.drop_table("match_moves")
    op.drop_table("glossaries")
    op.drop_column("match_runs", "meaning_version")
    op.drop_column("matches", "detail")
