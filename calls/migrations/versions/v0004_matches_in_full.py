"""Of each match its reasons, whether the project may apply, and its sentences; whether meaning was in use."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("matches", sa.Column("detail", sa.LargeBinary()))
    op.add_column("match_runs", sa.Column("meaning_version", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("match_runs", "meaning_version")
    op.drop_column("matches", "detail")
