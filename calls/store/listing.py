"""Which calls there were on a night, lightly: few columns, so that a long history answers at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
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


def listing_frame(connection: sa.Connection, night: date | None, source: str | None) -> pd.DataFrame:
    """See Store.listing."""
    day = night or night_rows.newest(connection, is_demonstration=None, is_ranked=False)
    begun = night_rows.find(connection, day) if day else None
    by_rowid = connection.dialect.name == "sqlite"
    rows: list[tuple[Any, ...]] = []
    # Part by part: ten thousand rows of SQLAlchemy's at once would set off a look through all that is in memory.
    for part in connection.execute(_query(night, source, by_rowid)).partitions(1000):
        rows.extend(map(tuple, part))
    # Sorted here, not by the database, whose order of letters depends on its language.
    rows.sort(key=itemgetter(0, 1))
    found = zip(*rows, strict=True) if rows else [()] * len(COLUMNS)
    columns = dict(zip(COLUMNS, map(list, found), strict=False))
    if begun is not None:
        _move_on(connection, columns, rows, begun.began_at)
    return pd.DataFrame(columns, dtype=object)


def _query(night: date | None, source: str | None, by_rowid: bool) -> sa.Select[tuple[Any, ...]]:
    """COLUMNS, and whether the kept deadline is not the last."""
    version, seen = call_versions.c, call_seen.c
    columns = [(seen if name in ("is_listed", "misses") else version)[name] for name in COLUMNS]
    has_more = version.deadlines_end.is_distinct_from(version.deadline_at)
    query = sa.select(*columns, has_more).select_from(on_night(night, call_versions, call_seen, by_rowid))
    return query if source is None else query.where(same(version.source, source))


def _move_on(
    connection: sa.Connection, columns: dict[str, list[Any]], rows: Sequence[tuple[Any, ...]], at: datetime
) -> None:
    """Which deadline is next depends on the night that asks: where the kept one has passed, and is not the last."""
    deadlines = columns["deadline_at"]
    keys = zip(columns["source"], columns["source_id"], columns["valid_from"], strict=True)
    stale = {
        key: number
        for number, (key, kept, row) in enumerate(zip(keys, deadlines, rows, strict=True))
        if row[-1] and kept is not None and kept < at
    }
    version = call_versions.c
    place = sa.tuple_(version.source, version.source_id, version.valid_from)
    for some in chunks(sorted(stale)):
        query = sa.select(version.source, version.source_id, version.valid_from, version.deadlines)
        for *key, told in connection.execute(query.where(place.in_(some))):
            deadlines[stale[tuple(key)]] = next_deadline(json.loads(told or "[]"), at)
