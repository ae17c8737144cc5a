"""Nights of one source in few words, and what the store tells of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from store_samples import begin, day, record, report

from calls.store import Counts, Store


def dated(source_id: str, when: str = "2026-10-15", **values: Any) -> dict[str, Any]:
    """An open call with one deadline, at 13:00 in Norway."""
    at = f"{when}T11:00:00Z"
    entry = {"at": at, "type": "fixed", "label": "Frist", "text": when, "clock": "inferred", "is_closed": False}
    given = {"deadlines": [entry], "deadline_at": datetime.fromisoformat(at), "deadline_type": "fixed", **values}
    return record(source_id, **given)


def night(store: Store, number: int, *records: dict[str, Any], cards: str = "", **extras: Any) -> Counts:
    """A night with these records, and cards (blank between) without any."""
    begin(store, day(number))
    own = {"is_complete": extras.pop("is_complete", True)}
    listed = {one["source_id"]: "card" for one in records if one["is_listed"]} | dict.fromkeys(cards.split(), "card")
    return store.publish_source(report(day(number), **own), records, [], listed, set(listed), **extras)


def told(store: Store, number: int | None = None, **asked: Any) -> list[tuple[str, ...]]:
    """Call, kind and cause of each event, with the night where none is asked for."""
    frame = store.events(None if number is None else day(number), **asked)
    names = ["source_id", "kind", "cause"] if number is not None else ["night", "source_id", "kind", "cause"]
    return [tuple(row) for row in frame[names].itertuples(index=False)]
