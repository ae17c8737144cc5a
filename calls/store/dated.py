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
