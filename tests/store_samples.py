"""Small whole records and nights for the tests of the store, and a dump of all that a database holds."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from calls.fields import NAMES
from calls.store import SourceNight, Store

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
    """Every row of every table, in an order that does not depend on how it came there."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        tables = sa.inspect(engine).get_table_names()
        rows = {name: connection.exec_driver_sql(f'SELECT * FROM "{name}"').all() for name in tables}
    engine.dispose()
    return {name: sorted((tuple(row) for row in found), key=repr) for name, found in rows.items()}
