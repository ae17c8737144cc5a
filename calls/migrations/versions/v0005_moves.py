"""What rankings rest on besides profiles and weights, by version, and why matches moved since the ranking before."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    for name in ("cluster_version", "feedback_version"):
        op.add_column("match_runs", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "rank_inputs",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "version", name="pk_rank_inputs"),
    )
    op.create_table(
        "match_moves",
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("cluster", sa.Text(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("moves", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("night", "cluster", "profile", name="pk_match_moves"),
        sa.ForeignKeyConstraint(
            ["night", "cluster", "profile"],
            ["match_runs.night", "match_runs.cluster", "match_runs.profile"],
            name="fk_match_moves_night_cluster_profile",
        ),
    )


def downgrade() -> None:
    op.drop_table("match_moves")
    op.drop_table("rank_inputs")
    for name in ("feedback_version", "cluster_version"):
        op.drop_column("match_runs", name)
