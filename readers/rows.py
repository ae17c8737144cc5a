"""Rows of the readers' tables: what makes their id, adding them, marking them as undone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from calls.database import Stamp, canonical, is_storable, same
from calls.tongue import say
from readers import tables
from readers.shapes import DecisionError

Row = dict[str, Any]

MOST_CHARS = {"by": 200, "reason": 2000, "text": 20_000}
"""Characters of what people write beside a decision. What they give of a call has limits in `readers.corrected`."""


def row_id(table: sa.Table, row: Mapping[str, Any]) -> str:
    """The id of a row: a digest of its table and all it says, but for whether it was undone since."""
    said = {column.name: row[column.name] for column in table.c if column.name not in ("id", *tables.UNDONE)}
    for name in tables.ADDED:
        if said.get(name, "") is None:
            del said[name]
    said["at"] = row["at"].astimezone(UTC).isoformat()
    return hashlib.sha256(canonical([table.name, said]).encode()).hexdigest()[:32]


def complete(table: sa.Table, values: Mapping[str, Any]) -> Row:
    """A new row with its id. DecisionError when it lacks a name or a zone, or has text that cannot be kept."""
    _check_signature(str(values["by"]), values["at"])
    for name, most in MOST_CHARS.items():
        if len(str(values.get(name, ""))) > most:
            raise DecisionError(say("Teksten i {name} kan ha høyst {most} tegn.", name=name, most=most))
    for name, value in values.items():
        if isinstance(value, str) and not is_storable(value):
            raise DecisionError(f"Teksten i {name} har tegn som ikke kan lagres.")
    row = {**values, "at": values["at"].astimezone(UTC)}
    row["id"] = row_id(table, row)
    row.update({name: None for name in tables.UNDONE if name in table.c})
    return row


def add(connection: sa.Connection, table: sa.Table, row: Row) -> Row:
    """Adds the row and returns it as it stands. The same said twice is one row, also when it was undone since."""
    found = connection.execute(sa.select(table).where(table.c.id == row["id"])).mappings().one_or_none()
    if found is not None:
        return dict(found)
    connection.execute(table.insert().values(row))
    return row


def undo(connection: sa.Connection, key: str, by: str, at: datetime) -> None:
    """Marks the row with that id as undone, whatever its table. One that is undone already keeps its first mark."""
    _check_signature(by, at)
    for table in every_table():
        if "undone_at" not in table.c:
            continue
        said_at = connection.scalar(sa.select(table.c.at).where(same(table.c.id, key)))
        if said_at is None:
            continue
        if at < said_at:
            raise DecisionError(say("Noe kan ikke angres før det er gjort."))
        is_standing = (table.c.id == key) & table.c.undone_at.is_(None)
        connection.execute(table.update().where(is_standing).values(undone_by=by, undone_at=at))
        return
    raise DecisionError(say("Ingenting med id '{key}' kan angres.", key=key))


def every_table() -> list[sa.Table]:
    """The readers' tables in the order in which they are exported."""
    return [tables.decisions, tables.corrections, tables.states, tables.notes, tables.acceptances, tables.own_calls]


def ask(connection: sa.Connection, table: sa.Table, is_standing: bool, **asked: str | None) -> list[Row]:
    """Rows where each column asked for has that value (None: any), oldest first."""
    query = sa.select(table)
    for name, value in asked.items():
        if value is not None:
            query = query.where(same(table.c[name], value))
    if is_standing and "undone_at" in table.c:
        query = query.where(table.c.undone_at.is_(None))
    rows = [dict(row) for row in connection.execute(query).mappings()]
    return sorted(rows, key=lambda row: (row["at"], row["id"]))


def stamp(connection: sa.Connection) -> Stamp:
    """Changes with every row that is added or undone, as nothing else is ever done to them."""
    found: list[object] = []
    for table in every_table():
        found.extend(connection.execute(sa.select(*map(sa.func.count, _counted(table)))).one())
    return tuple(found)


def _counted(table: sa.Table) -> list[sa.Column[object]]:
    return [table.c.id, *([table.c.undone_at] if "undone_at" in table.c else [])]


def _check_signature(by: str, at: datetime) -> None:
    if not by.strip() or not is_storable(by):
        raise DecisionError("Det må stå hvem som har gjort det.")
    if at.utcoffset() is None:
        raise DecisionError("Tidspunktet mangler tidssone.")
