"""What people decided as one file that outlives every version of this program: JSON lines, the same each time.

The first line says what the file is and how many rows follow. Rows can be restored into a database that has some of
them already: what is there is kept, what is missing is added, and what either side has undone is undone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from calls.database import UtcDateTime, canonical, is_storable
from readers import tables
from readers.corrected import from_text
from readers.own import content_of
from readers.rows import Row, add, every_table, row_id
from readers.shapes import DecisionError

FORMAT = "utlysningsradar-decisions"
VERSION = 1


def export(connection: sa.Connection, path: Path) -> int:
    """Writes every row to `path`, undone ones too, and returns how many. The file appears whole or not at all."""
    lines = list(_lines(connection))
    head = canonical({"format": FORMAT, "version": VERSION, "rows": len(lines)})
    beside = path.with_name(path.name + ".part")
    try:
        with beside.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in (head, *lines))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise DecisionError(f"{path} kan ikke skrives: {error.strerror}.") from error
    return len(lines)


def restore(connection: sa.Connection, path: Path) -> int:
    """Adds the rows of an exported file and returns how many were new. DecisionError, naming the line, if it is bad.

    The caller's transaction makes it all or nothing.
    """
    added = 0
    for table, row in _read(path):
        kept = connection.execute(sa.select(table).where(table.c.id == row["id"])).mappings().one_or_none()
        add(connection, table, row)
        added += kept is None
        if kept is not None and row.get("undone_at") is not None and kept["undone_at"] is None:
            mark = {name: row[name] for name in tables.UNDONE}
            connection.execute(table.update().where(table.c.id == row["id"]).values(mark))
    return added


def _lines(connection: sa.Connection) -> Iterator[str]:
    for table in every_table():
        rows = connection.execute(sa.select(table)).mappings()
        for row in sorted(rows, key=lambda row: str(row["id"])):
            values = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}
            yield canonical({"table": table.name, **values})


def _read(path: Path) -> list[tuple[sa.Table, Row]]:
    try:
        head, *lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except OSError as error:
        raise DecisionError(f"{path} kan ikke leses: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise DecisionError(f"{path.name} er ikke en tekstfil i UTF-8.") from error
    found = _object(head, path, 1)
    if found.get("format") != FORMAT or found.get("version") != VERSION:
        raise DecisionError(f"{path.name} er ikke en eksport av beslutninger (utgave {VERSION}).")
    if found.get("rows") != len(lines):
        raise DecisionError(f"{path.name} er ikke hel: {len(lines)} av {found.get('rows')} rader.")
    return [_row(_object(line, path, number), path, number) for number, line in enumerate(lines, start=2)]


def _object(line: str, path: Path, number: int) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise DecisionError(f"{path.name} linje {number} er ikke JSON.") from error
    if not isinstance(found, dict):
        raise DecisionError(f"{path.name} linje {number} er ikke et objekt.")
    return found


def _row(found: Mapping[str, Any], path: Path, number: int) -> tuple[sa.Table, Row]:
    table = {table.name: table for table in every_table()}.get(str(found.get("table")))
    found = {**dict.fromkeys(tables.ADDED), **found} if table is tables.corrections else found
    if table is None or set(found) != {"table", *table.c.keys()}:
        raise DecisionError(f"{path.name} linje {number} har ukjent tabell eller ukjente felter.")
    try:
        row = {column.name: _value(column, found[column.name]) for column in table.c}
        if table is tables.corrections:
            from_text(str(row["field"]), str(row["value"]))
        if table is tables.own_calls:
            content_of(str(row["content"]))
        if table is tables.acceptances:
            date.fromisoformat(str(row["night"]))
    except ValueError as error:
        raise DecisionError(f"{path.name} linje {number} har en ugyldig verdi: {error}") from error
    if row["id"] != row_id(table, row):
        raise DecisionError(f"{path.name} linje {number} er endret etter eksporten: id-en stemmer ikke.")
    if len({row[name] is None for name in tables.UNDONE if name in row}) > 1:
        raise DecisionError(f"{path.name} linje {number} er bare halvveis angret.")
    return table, row


def _value(column: sa.Column[Any], value: object) -> datetime | str | None:
    if value is None and column.nullable:
        return None
    if not isinstance(value, str) or not is_storable(value):
        raise ValueError(f"{column.name} er ikke tekst")
    if not isinstance(column.type, UtcDateTime):
        return value
    moment = datetime.fromisoformat(value)
    if moment.utcoffset() is None:
        raise ValueError(f"{column.name} mangler tidssone")
    return moment.astimezone(UTC)
