"""One number for all that a night says, so that a rebuilt night can be compared with the first: SHA-256 by part."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd
import sqlalchemy as sa

from calls.database import StoreError, canonical
from calls.model import Json
from calls.record_json import plain
from calls.store import nights, ranking, read
from calls.store.event_rows import events_frame
from calls.store.tables import night_hashes


def night_hash(connection: sa.Connection, night: date) -> dict[str, str]:
    """See Store.night_hash."""
    if nights.find(connection, night) is None:
        raise StoreError(f"Natten {night} er ikke lagret.")
    records = read.records(connection, night)
    events = events_frame(connection, night, None, None, None, None)
    matches = ranking.matches_frame(connection, night, None, None, None)
    return {"records": _hash(records), "events": _hash(_rows(events)), "matches": _hash(_rows(matches))}


def keep(connection: sa.Connection, night: date) -> dict[str, str]:
    """See Store.keep_hashes."""
    found = night_hash(connection, night)
    connection.execute(night_hashes.delete().where(night_hashes.c.night == night))
    rows = [{"night": night, "part": part, "sha256": value} for part, value in found.items()]
    connection.execute(night_hashes.insert(), rows)
    nights.touch(connection, night)
    return found


def kept(connection: sa.Connection, night: date) -> dict[str, str]:
    """See Store.kept_hashes."""
    query = sa.select(night_hashes.c.part, night_hashes.c.sha256).where(night_hashes.c.night == night)
    return {row.part: row.sha256 for row in sorted(connection.execute(query), key=lambda row: str(row.part))}


def _rows(frame: pd.DataFrame) -> list[dict[str, Json]]:
    columns = list(frame.columns)
    return [dict(zip(columns, row, strict=True)) for row in frame.itertuples(index=False, name=None)]


def _hash(rows: Iterable[Mapping[str, Json]]) -> str:
    """Of rows in their order, each as canonical JSON on a line of its own."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(canonical({name: plain(value) for name, value in row.items()}).encode("utf-8", "surrogatepass"))
        digest.update(b"\n")
    return digest.hexdigest()
