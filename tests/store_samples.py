"""Small whole records and nights for the tests of the store, and a dump of all that a database holds."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

import readers.tables
from calls.database.engines import make_engine
from calls.fields import NAMES
from calls.store import SourceNight, Store, tables

FIRST = date(2026, 9, 15)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def began(night: date) -> datetime:
    return datetime(night.year, night.month, night.day, 1, 30, tzinfo=UTC)


def record(source_id: str, **values: Any) -> dict[str, Any]:
    """A record with all columns of CALL; content_hash follows from the rest unless given."""
    found = dict.fromkeys(NAMES)
    found |= {
        "source": "forskningsradet",
        "source_id": source_id,
        "url": f"https://www.forskningsradet.no/utlysninger/{source_id}/",
        "title": f"Utlysning {source_id}",
        "lang": "nb",
        "funder": "Norges forskningsråd",
        "status": "open",
        "first_seen_at": datetime(2000, 1, 1, tzinfo=UTC),
        "last_seen_at": datetime(2000, 1, 1, tzinfo=UTC),
        "is_listed": True,
        "parser_version": "1",
        **values,
    }
    content = repr(sorted((key, value) for key, value in found.items() if not key.endswith("_seen_at")))
    found["content_hash"] = values.get("content_hash", hashlib.sha256(content.encode()).hexdigest())
    return found


def report(night: date, **values: Any) -> SourceNight:
    given = {"night": night, "source": "forskningsradet", "state": "fresh", "is_complete": True, **values}
    return SourceNight(**given)


def begin(store: Store, night: date, is_demonstration: bool = False) -> None:
    store.begin_night(night, began(night), "0.1.0", is_demonstration)


def publish(store: Store, night: date, *records: dict[str, Any], **values: Any) -> Any:
    """A night of one source whose cards are its records, each page read."""
    begin(store, night)
    cards = {found["source_id"]: f"card {found['title']}" for found in records if found["is_listed"]}
    return store.publish_source(report(night, **values), records, [], cards, set(cards))


def dump(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, the same for the same rows in either database, whatever order they came in."""
    known = {**tables.metadata.tables, **readers.tables.metadata.tables}
    engine = make_engine(url, lock="")
    with engine.connect() as connection:
        found = {}
        for name in sorted(sa.inspect(connection).get_table_names()):
            table = known.get(name)
            query = sa.text(f'SELECT * FROM "{name}"') if table is None else sa.select(table)
            found[name] = connection.execute(query).all()
    engine.dispose()
    return {name: sorted((tuple(row) for row in rows), key=repr) for name, rows in found.items()}
