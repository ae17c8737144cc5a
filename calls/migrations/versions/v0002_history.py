"""What changed and why: events, links between calls, quotes that are gone, hashes of nights; columns of EU calls."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

DATED = ("call_versions", "call_seen")

_OF_CALLS: tuple[sa.Column[Any], ...] = (
    sa.Column("budget_eur", sa.BigInteger()),
    sa.Column("award_floor_eur", sa.BigInteger()),
    sa.Column("award_ceiling_eur", sa.BigInteger()),
    sa.Column("awards_expected", sa.BigInteger()),
    sa.Column("programme", sa.Text()),
    sa.Column("parent_id", sa.Text()),
    sa.Column("norway", sa.Text()),
    sa.Column("norway_text", sa.Text()),
)


def upgrade() -> None:
    for column in _OF_CALLS:
        op.add_column("call_versions", column)
    op.add_column("call_seen", sa.Column("misses", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("source_nights", sa.Column("reader", sa.Text(), nullable=False, server_default=""))
    op.add_column("source_nights", sa.Column("quotes", sa.Text(), nullable=False, server_default="{}"))
    op.add_column("call_versions", sa.Column("deadlines_end", sa.DateTime(timezone=True)))
    op.add_column("match_runs", sa.Column("matches_night", sa.Date()))
    _create_events()
    _create_links()
    _create_lost_quotes()
    _create_night_hashes()
    _create_indexes()


def downgrade() -> None:
    for table in DATED:
        op.drop_index(f"ix_{table}_begun", table)
        op.drop_index(f"ix_{table}_ended", table)
    for table in ("events", "links", "lost_quotes", "night_hashes"):
        op.drop_table(table)
    for column in ("deadlines_end", *(column.name for column in _OF_CALLS)):
        op.drop_column("call_versions", column)
    op.drop_column("call_seen", "misses")
    for name in ("reader", "quotes"):
        op.drop_column("source_nights", name)


def _create_events() -> None:
    op.create_table(
        "events",
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("before", sa.Text()),
        sa.Column("after", sa.Text()),
        sa.Column("before_text", sa.Text(), nullable=False),
        sa.Column("after_text", sa.Text(), nullable=False),
        sa.Column("other_source", sa.Text()),
        sa.Column("other_id", sa.Text()),
        sa.PrimaryKeyConstraint("night", "source", "source_id", "number", name="pk_events"),
        _to_night("events", "night"),
    )


def _create_links() -> None:
    keys = ("source", "source_id", "other_source", "other_id")
    op.create_table(
        "links",
        *(sa.Column(name, sa.Text(), nullable=False) for name in keys),
        *_dates("links"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(*keys, "valid_from", name="pk_links"),
    )


def _create_lost_quotes() -> None:
    keys = ("source", "source_id", "field")
    op.create_table(
        "lost_quotes",
        *(sa.Column(name, sa.Text(), nullable=False) for name in keys),
        *_dates("lost_quotes"),
        sa.PrimaryKeyConstraint(*keys, "valid_from", name="pk_lost_quotes"),
    )


def _create_night_hashes() -> None:
    op.create_table(
        "night_hashes",
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("night", "part", name="pk_night_hashes"),
        _to_night("night_hashes", "night"),
    )


def _create_indexes() -> None:
    for table in DATED:
        op.create_index(f"ix_{table}_begun", table, ["valid_from"])
        _create_partial(f"ix_{table}_ended", table, ["valid_to"], "valid_to IS NOT NULL")
    op.create_index("ix_events_call", "events", ["source", "source_id"])
    _create_partial("ix_events_other", "events", ["other_source", "other_id"], "other_id IS NOT NULL")


def _create_partial(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def _dates(table: str) -> tuple[sa.Column[Any] | sa.ForeignKeyConstraint, ...]:
    return (
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date()),
        _to_night(table, "valid_from"),
        _to_night(table, "valid_to"),
    )


def _to_night(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["nights.night"], name=f"fk_{table}_{column}")
