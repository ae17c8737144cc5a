"""How long each source's list was, whatever of it was believed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("source_nights", sa.Column("listed", sa.Integer()))


def downgrade() -> None:
    op.drop_column("source_nights", "listed")
