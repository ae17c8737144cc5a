"""Events in the store: adding a night's, and asking for them. What makes an event stands in `calls.history`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from typing import Any, cast

import pandas as pd
import sqlalchemy as sa

from calls.database import StoreError, canonical, is_storable, same
from calls.history import CAUSES, Event
from calls.history.absence import Standing
from calls.model import Json
from calls.store.dated import insert
from calls.store.heads import chunks
from calls.store.issue_rows import readable
from calls.store.read import frame
from calls.store.rows import Record
from calls.store.tables import events as table

COLUMNS = tuple(column.name for column in fields(Event))
_KEY = COLUMNS[:4]
"""By which events are sorted: night, source, source_id and number."""
_OF_CALL = sa.select(*(table.c[name] for name in COLUMNS)).where(
    table.c.source == sa.bindparam("source"),
    table.c.source_id == sa.bindparam("source_id"),
    table.c.night <= sa.bindparam("last"),
)
"""Made once: every call's page asks it."""
_ABSENCE = ("gone", "gone_confirmed", "reappeared")


def add(connection: sa.Connection, events: Sequence[Event]) -> None:
    """Adds events of the night; their texts are made storable."""
    insert(connection, table, [_row(event) for event in events])


def _row(event: Event) -> dict[str, Json]:
    row = dict(vars(event))
    for name in ("before", "after"):
        row[name] = None if row[name] is None else readable(canonical(row[name]))
    for name in ("before_text", "after_text"):
        row[name] = readable(row[name])
    return row


def standings(connection: sa.Connection, source: str, keys: Iterable[str]) -> dict[str, Standing]:
    """The last that was said of each call's absence; calls of which nothing was said are left out."""
    found: dict[str, tuple[date, int, str]] = {}
    columns = (table.c.source_id, table.c.night, table.c.number, table.c.kind)
    for chunk in chunks(sorted(keys)):
        query = sa.select(*columns).where(
            table.c.source == source, table.c.source_id.in_(chunk), table.c.kind.in_(_ABSENCE)
        )
        for key, *said in connection.execute(query):
            latest = cast("tuple[date, int, str]", tuple(said))
            found[key] = max(found.get(key, latest), latest)
    return {key: cast("Standing", kind) for key, (_, _, kind) in found.items()}


def replaced(connection: sa.Connection, source: str) -> set[str]:
    """Calls of the source that came again under a new address."""
    query = sa.select(table.c.other_id).where(table.c.other_source == source, table.c.kind == "reissued")
    return set(connection.scalars(query.where(table.c.other_id.is_not(None))))


def events_frame(
    connection: sa.Connection,
    night: date | None,
    first: date | None,
    last: date | None,
    source: str | None,
    cause: str | None,
) -> pd.DataFrame:
    """See Store.events."""
    if cause is not None and cause not in CAUSES:
        raise StoreError(f"Ukjent årsak {cause!r}; lovlige er {', '.join(CAUSES)}.")
    query = sa.select(*(table.c[name] for name in COLUMNS))
    if night is not None:
        query = query.where(table.c.night == night)
    if first is not None:
        query = query.where(table.c.night >= first)
    if last is not None:
        query = query.where(table.c.night <= last)
    for column, value in ((table.c.source, source), (table.c.cause, cause)):
        if value is not None:
            query = query.where(same(column, value))
    return frame([list(row.values()) for row in _sorted(connection, query)], COLUMNS)


def of_call(connection: sa.Connection, source: str, source_id: str, last: date | None) -> list[Record]:
    """See Store.events_of."""
    if not (is_storable(source) and is_storable(source_id)):
        return []
    return _sorted(connection, _OF_CALL, source=source, source_id=source_id, last=last or date.max)


def reissues(connection: sa.Connection, last: date | None) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """See Store.reissues."""
    # What a partial index holds: there are few of them among all that ever happened.
    query = sa.select(*(table.c[name] for name in COLUMNS)).where(table.c.other_id.is_not(None))
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in _sorted(connection, query if last is None else query.where(table.c.night <= last)):
        found.setdefault((row["other_source"], row["other_id"]), []).append((row["source"], row["source_id"]))
    return found


def _sorted(connection: sa.Connection, query: sa.Select[Any], **asked: Json) -> list[Record]:
    """Rows of COLUMNS, sorted here, not by the database, whose order of letters depends on its language."""
    rows = sorted(connection.execute(query, asked), key=lambda row: tuple(row[: len(_KEY)]))
    return [{name: _value(name, value) for name, value in zip(COLUMNS, row, strict=True)} for row in rows]


def _value(name: str, value: Json) -> Json:
    return json.loads(value) if name in ("before", "after") and value is not None else value
