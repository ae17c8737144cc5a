"""The readers' tables. How they came to be stands in `readers.migrations`, which must give the same.

Rows are added and, at most, marked as undone; none is ever changed or removed. The id is made from what a row says,
so that the same row has the same id in every copy.
"""

from __future__ import annotations

import sqlalchemy as sa

from calls.database import Schema, UtcDateTime

SCHEMA = Schema(migrations="readers:migrations", version_table="readers_alembic_version")

metadata = sa.MetaData(naming_convention={"pk": "pk_%(table_name)s"})


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _undone() -> list[sa.Column[object]]:
    return [sa.Column("undone_by", sa.Text), sa.Column("undone_at", UtcDateTime)]


def _id() -> sa.Column[str]:
    return sa.Column("id", sa.Text, primary_key=True)


def _at() -> sa.Column[object]:
    return sa.Column("at", UtcDateTime, nullable=False)


decisions = sa.Table(
    "reader_decisions",
    metadata,
    _id(),
    *_texts("kind", "cluster", "profile", "source", "source_id", "reason", "by"),
    _at(),
    *_undone(),
)

corrections = sa.Table(
    "reader_corrections",
    metadata,
    _id(),
    *_texts("source", "source_id", "field", "value", "reason", "by"),
    _at(),
    *_undone(),
    sa.Column("was_value", sa.Text),
    sa.Column("was_words", sa.Text),
)

states = sa.Table(
    "reader_states",
    metadata,
    _id(),
    *_texts("cluster", "profile", "source", "source_id", "state", "by"),
    _at(),
)

notes = sa.Table(
    "reader_notes",
    metadata,
    _id(),
    *_texts("cluster", "profile", "source", "source_id", "text", "by"),
    _at(),
    *_undone(),
)

acceptances = sa.Table(
    "reader_acceptances",
    metadata,
    _id(),
    *_texts("source", "field", "night", "reason", "by"),
    _at(),
    *_undone(),
)

own_calls = sa.Table(
    "reader_own_calls",
    metadata,
    _id(),
    *_texts("source_id", "content", "by"),
    _at(),
    *_undone(),
)

ADDED = ("was_value", "was_words")
"""Columns that came later. While they are null they are no part of what the id is made from, so that older rows, and
older exported files, keep theirs."""

UNDONE = ("undone_by", "undone_at")
"""Both null while the row stands. They are no part of what the id is made from."""
