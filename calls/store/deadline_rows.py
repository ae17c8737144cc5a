"""What nights told of calls' deadlines, for calendars, and when the funder last changed anything, for feeds."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

import sqlalchemy as sa

from calls.model import Json
from calls.store.heads import chunks
from calls.store.shapes import ToldDeadlines
from calls.store.tables import call_versions, events, nights

CallKey = tuple[str, str]
_IS_GONE = {"gone": True, "gone_confirmed": True, "reappeared": False}


def last_changed(connection: sa.Connection, night: date | None) -> dict[CallKey, date]:
    """See Store.last_changed."""
    query = (
        sa.select(events.c.source, events.c.source_id, sa.func.max(events.c.night))
        .where(events.c.cause == "funder", events.c.kind != "first_seen")
        .group_by(events.c.source, events.c.source_id)
    )
    if night is not None:
        query = query.where(events.c.night <= night)
    return {(source, source_id): day for source, source_id, day in connection.execute(query)}


def told_deadlines(
    connection: sa.Connection, keys: Iterable[CallKey], night: date | None
) -> dict[CallKey, list[ToldDeadlines]]:
    """See Store.told_deadlines."""
    by_source: dict[str, set[str]] = defaultdict(set)
    for source, source_id in keys:
        by_source[source].add(source_id)
    found: dict[CallKey, list[ToldDeadlines]] = {}
    for source, ids in sorted(by_source.items()):
        for chunk in chunks(sorted(ids)):
            found |= _told(connection, source, chunk, night)
    return found


def _told(
    connection: sa.Connection, source: str, ids: list[str], night: date | None
) -> dict[CallKey, list[ToldDeadlines]]:
    told: dict[str, dict[datetime, dict[str, Json]]] = defaultdict(lambda: defaultdict(dict))
    version, event = call_versions.c, events.c
    read = sa.select(version.source_id, nights.c.began_at, version.deadlines, version.status).join_from(
        call_versions, nights, nights.c.night == version.valid_from
    )
    went = sa.select(event.source_id, nights.c.began_at, event.kind).join_from(
        events, nights, nights.c.night == event.night
    )
    read = read.where(version.source == source, version.source_id.in_(ids))
    went = went.where(event.source == source, event.source_id.in_(ids), event.kind.in_(_IS_GONE))
    if night is not None:
        read, went = read.where(version.valid_from <= night), went.where(event.night <= night)
    for key, at, deadlines, status in connection.execute(read):
        told[key][at] |= {"deadlines": json.loads(deadlines or "[]"), "is_cancelled": status == "cancelled"}
    for key, at, kind in connection.execute(went.order_by(event.night, event.number)):
        told[key][at] |= {"is_gone": _IS_GONE[kind]}
    return {(source, key): _in_order(by_night) for key, by_night in told.items()}


def _in_order(by_night: dict[datetime, dict[str, Json]]) -> list[ToldDeadlines]:
    """What a night said nothing of stands as the night before left it."""
    found: list[ToldDeadlines] = []
    state: dict[str, Json] = {"deadlines": [], "is_cancelled": False, "is_gone": False}
    for at in sorted(by_night):
        state = {**state, **by_night[at]}
        is_off = bool(state["is_cancelled"] or state["is_gone"])
        found.append(ToldDeadlines(at, state["deadlines"], is_off))
    return found
