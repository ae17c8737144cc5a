"""Which calls there were on a night, lightly: few columns, so that a long history answers at once."""

from __future__ import annotations

import json
from datetime import date, datetime
from operator import itemgetter
from typing import Any

import pandas as pd
import sqlalchemy as sa

from calls.database import same
from calls.deadlines import next_deadline
from calls.store import nights as night_rows
from calls.store.dated import on_night
from calls.store.heads import chunks
from calls.store.tables import call_seen, call_versions

COLUMNS = (
    "source",
    "source_id",
    "title",
    "status",
    "deadline_at",
    "is_listed",
    "content_hash",
    "valid_from",
    "misses",
)


_AT = COLUMNS.index("deadline_at")
_FROM = COLUMNS.index("valid_from")


def listing_frame(connection: sa.Connection, night: date | None, source: str | None) -> pd.DataFrame:
    """See Store.listing."""
    rows: list[tuple[Any, ...]] = list(
        map(tuple, connection.execute(_query(night, source, connection.dialect.name == "sqlite")))
    )
    day = night or night_rows.newest(connection, is_demonstration=None, is_ranked=False)
    begun = night_rows.find(connection, day) if day else None
    if begun is not None:
        rows = _moved_on(connection, rows, begun.began_at)
    # Sorted here, not by the database, whose order of letters depends on its language.
    rows.sort(key=itemgetter(0, 1))
    columns = zip(*rows, strict=True) if rows else [()] * (len(COLUMNS) + 1)
    return pd.DataFrame(dict(zip(COLUMNS, map(list, columns), strict=False)), dtype=object)


def _query(night: date | None, source: str | None, by_rowid: bool) -> sa.Select[Any]:
    version, seen = call_versions.c, call_seen.c
    columns = [(seen if name in ("is_listed", "misses") else version)[name] for name in COLUMNS]
    has_more = version.deadlines_end.is_distinct_from(version.deadline_at)
    query = sa.select(*columns, has_more).select_from(on_night(night, call_versions, call_seen, by_rowid))
    return query if source is None else query.where(same(version.source, source))


def _moved_on(connection: sa.Connection, rows: list[tuple[Any, ...]], at: datetime) -> list[tuple[Any, ...]]:
    """Which deadline is next depends on the night that asks: where the kept one has passed, and is not the last."""
    stale = {
        (row[0], row[1], row[_FROM]): number
        for number, row in enumerate(rows)
        if row[-1] and row[_AT] is not None and row[_AT] < at
    }
    version = call_versions.c
    place = sa.tuple_(version.source, version.source_id, version.valid_from)
    for keys in chunks(sorted(stale)):
        query = sa.select(version.source, version.source_id, version.valid_from, version.deadlines)
        for source, source_id, night, deadlines in connection.execute(query.where(place.in_(keys))):
            number = stale[source, source_id, night]
            moment = next_deadline(json.loads(deadlines or "[]"), at)
            rows[number] = (*rows[number][:_AT], moment, *rows[number][_AT + 1 :])
    return rows
