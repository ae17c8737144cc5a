"""Rows that hold for several nights: ending them, adding them, taking both back, and asking which held on a night."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa


def held(table: sa.Table, night: date | None) -> sa.ColumnElement[bool]:
    """Whether a row holds at the end of `night`; None means still."""
    if night is None:
        return table.c.valid_to.is_(None)
    return (table.c.valid_from <= night) & (table.c.valid_to.is_(None) | (table.c.valid_to > night))


def on_night(night: date | None, versions: sa.Table, seen: sa.Table, by_rowid: bool = False) -> sa.FromClause:
    """Both rows of every call that hold at the end of `night` (None: still), joined.

    Every call has one row of `seen` that still holds, and no gap before it. So a past night is asked call by call for
    the last row that had begun, however many others there are. by_rowid: on SQLite, a third quicker.
    """
    if night is None:
        still = versions.c.valid_to.is_(None) & seen.c.valid_to.is_(None)
        return seen.join(versions, _is_same_call(versions, seen) & still)
    every = seen.alias("every")
    first = every.join(seen, _is_same_call(every, seen) & _is_last_begun(seen, every, night, by_rowid))
    is_there = (
        _is_same_call(every, versions) & _is_last_begun(versions, every, night, by_rowid) & every.c.valid_to.is_(None)
    )
    return first.join(versions, is_there)


def _is_same_call(one: sa.FromClause, other: sa.FromClause) -> sa.ColumnElement[bool]:
    return (one.c.source == other.c.source) & (one.c.source_id == other.c.source_id)


def _is_last_begun(table: sa.Table, every: sa.FromClause, night: date, by_rowid: bool) -> sa.ColumnElement[bool]:
    """Whether a row of the table is the last of its call that began on `night` or before."""
    begun = table.alias(f"begun_{table.name}")
    is_begun = _is_same_call(begun, every) & (begun.c.valid_from <= night)
    if by_rowid:  # the index says at once where the row lies
        rows = sa.select(sa.literal_column(f"{begun.name}.rowid", sa.Integer)).select_from(begun).where(is_begun)
        place = rows.order_by(begun.c.valid_from.desc()).limit(1).correlate(every).scalar_subquery()
        return sa.literal_column(f"{table.name}.rowid", sa.Integer) == place
    last = sa.select(sa.func.max(begun.c.valid_from)).where(is_begun)
    is_last: sa.ColumnElement[bool] = table.c.valid_from == last.correlate(every).scalar_subquery()
    return is_last


def close(
    connection: sa.Connection,
    table: sa.Table,
    key: sa.Column[Any],
    source: str,
    keys: Sequence[str],
    night: date,
) -> None:
    """Ends what still holds for the keys: from `night` on it does not. Keys without such a row are passed over."""
    if keys:
        query = table.update().where(
            table.c.source == source, key == sa.bindparam("closed_key"), table.c.valid_to.is_(None)
        )
        connection.execute(query.values(valid_to=night), [{"closed_key": value} for value in keys])


def insert(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Adds the rows; none is fine."""
    if rows:
        connection.execute(table.insert(), list(rows))


def reopen(connection: sa.Connection, table: sa.Table, night: date, *only: sa.ColumnElement[bool]) -> None:
    """Takes back what nights from `night` on began and ended, in the rows for which `only` holds."""
    connection.execute(table.delete().where(table.c.valid_from >= night, *only))
    connection.execute(table.update().where(table.c.valid_to >= night, *only).values(valid_to=None))


def refresh_statistics(connection: sa.Connection, *tables: sa.Table) -> None:
    """Tells PostgreSQL how large the tables have become. SQLite plans well without.

    Its own turn comes minutes later, and until then it joins thousands of calls row by row, as if they were few.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"ANALYZE {', '.join(table.name for table in tables)}")
