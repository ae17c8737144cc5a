"""Calls, issues and source reports out of the store, as known at the end of a night."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from functools import cache
from typing import Any

import pandas as pd
import sqlalchemy as sa

from calls.database import StoreError, is_storable, same
from calls.deadlines import next_deadline
from calls.fields import NAMES, STATUSES
from calls.model import Issue
from calls.store import nights as night_rows
from calls.store.dated import held, on_night
from calls.store.heads import deadlines_end, deadlines_end_columns
from calls.store.rows import Record, to_record
from calls.store.shapes import KnownCall, LastGood
from calls.store.tables import CONTENT, call_seen, call_versions, issues, nights, source_nights

KEY = ("source", "source_id")
ISSUE_COLUMNS = ("since_night", *(column.name for column in fields(Issue)))


def frame(rows: Sequence[Any], columns: Sequence[str]) -> pd.DataFrame:
    """Rows as a frame of Python objects: absent is None, an integer stays one, a moment keeps its zone."""
    return pd.DataFrame([tuple(row) for row in rows], columns=list(columns), dtype=object)


def records(
    connection: sa.Connection,
    night: date | None,
    source: str | None = None,
    status: str | None = None,
    source_id: str | None = None,
) -> list[Record]:
    """Full records as known at the end of `night` (None: now), by source and source_id."""
    if status is not None and status not in STATUSES:
        raise StoreError(f"Ukjent status {status!r}; lovlige er {', '.join(STATUSES)}.")
    version = call_versions.c
    query = _full(night)
    for column, value in ((version.source, source), (version.source_id, source_id), (version.status, status)):
        if value is not None:
            query = query.where(same(column, value))
    found = [to_record(row) for row in connection.execute(query).mappings()]
    at = _began_at(connection, night)
    if at is not None:
        for record in found:
            # A stage that has passed is no new version: which deadline is next depends on the night that asks.
            record["deadline_at"] = next_deadline(record["deadlines"] or [], at)
    return sorted(found, key=lambda record: (record["source"], record["source_id"]))


def _began_at(connection: sa.Connection, night: date | None) -> datetime | None:
    day = night or night_rows.newest(connection, is_demonstration=None, is_ranked=False)
    row = night_rows.find(connection, day) if day else None
    return row.began_at if row else None


def _full(night: date | None) -> sa.Select[Any]:
    """All columns of CALL. Who was last seen with the source's data was last seen on the night of those data."""
    version, seen = call_versions.c, call_seen.c
    is_good = source_nights.c.data_night == source_nights.c.night
    if night is not None:
        is_good &= source_nights.c.night <= night
    good = (
        sa.select(source_nights.c.source, sa.func.max(source_nights.c.night).label("night"))
        .where(is_good)
        .group_by(source_nights.c.source)
        .subquery("good")
    )
    first, last = nights.alias("first"), nights.alias("last")
    return (
        sa.select(
            *(version[name] for name in (*KEY, *(column.name for column in CONTENT))),
            first.c.began_at.label("first_seen_at"),
            last.c.began_at.label("last_seen_at"),
            seen.is_listed,
        )
        .select_from(on_night(night, call_versions, call_seen))
        .join(good, good.c.source == version.source)
        .join(first, first.c.night == seen.first_seen_night)
        .join(last, last.c.night == sa.func.coalesce(seen.last_seen_night, good.c.night))
    )


def known(connection: sa.Connection, source: str) -> dict[str, KnownCall]:
    """What is known of each call of the source, by source_id."""
    version, seen = call_versions.c, call_seen.c
    query = (
        sa.select(
            version.source_id,
            version.status,
            seen.card_hash,
            seen.is_detail_read,
            seen.is_listed,
            version.url,
            version.content_hash,
            version.page_night,
            version.opens_at,
            seen.misses,
            nights.c.began_at.label("first_seen_at"),
            *deadlines_end_columns(),
        )
        .select_from(on_night(None, call_versions, call_seen))
        .join(nights, nights.c.night == seen.first_seen_night)
        .where(same(version.source, source))
    )
    # Sorted here, not by the database, whose order of letters depends on its language.
    rows = sorted(connection.execute(query).mappings(), key=lambda row: str(row["source_id"]))
    return {row["source_id"]: _known(row) for row in rows}


def _known(row: sa.RowMapping) -> KnownCall:
    given = {column.name: row[column.name] for column in fields(KnownCall) if column.name != "deadlines_end"}
    return KnownCall(**given, deadlines_end=deadlines_end(row))


def last_good(connection: sa.Connection, source: str) -> LastGood | None:
    """The newest night on which the source's calls were published; None when there was none."""
    is_good = source_nights.c.data_night == source_nights.c.night
    query = (
        sa.select(source_nights.c.night, nights.c.began_at, source_nights.c.reader)
        .join_from(source_nights, nights, nights.c.night == source_nights.c.night)
        .where(source_nights.c.source == source, is_good)
        .order_by(source_nights.c.night.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else LastGood(*row)


def fill_rates(connection: sa.Connection, source: str, most: int) -> list[dict[str, float]]:
    """How full each column was on each of the source's newest good nights, newest first."""
    is_good = (source_nights.c.source == source) & (source_nights.c.data_night == source_nights.c.night)
    query = sa.select(source_nights.c.fill_rates).where(is_good).order_by(source_nights.c.night.desc()).limit(most)
    return [json.loads(told) for told in connection.scalars(query)]


def listed_counts(connection: sa.Connection, source: str, most: int) -> list[int]:
    """How many calls the source's list held on each of its newest good nights, newest first, believed or not."""
    is_good = (source_nights.c.source == source) & (source_nights.c.data_night == source_nights.c.night)
    query = sa.select(source_nights.c.listed).where(is_good, source_nights.c.listed.is_not(None))
    return list(connection.scalars(query.order_by(source_nights.c.night.desc()).limit(most)))


def versions(
    connection: sa.Connection, source: str, source_ids: Collection[str], columns: Collection[str] | None
) -> list[Record]:
    """See Store.versions_of."""
    if not is_storable(source):
        return []
    content = tuple(column.name for column in CONTENT if columns is None or column.name in columns)
    asked = {"source": source, "ids": [one for one in source_ids if is_storable(one)]}
    return [to_record(row) for row in connection.execute(_versions(content), asked).mappings()]


@cache
def _versions(content: tuple[str, ...]) -> sa.Select[Any]:
    """Made once for each choice of columns: every call's page asks it."""
    names = (*KEY, *content, "valid_from", "valid_to", "page_url", "page_night")
    version = call_versions.c
    return (
        sa.select(*(version[name] for name in names))
        .where(version.source == sa.bindparam("source"))
        .where(version.source_id.in_(sa.bindparam("ids", expanding=True)))
        .order_by(version.valid_from, version.source_id)
    )


def calls_frame(rows: Sequence[Record]) -> pd.DataFrame:
    """Records as a frame with the columns of CALL."""
    return frame([[row[name] for name in NAMES] for row in rows], NAMES)


def issues_frame(
    connection: sa.Connection, night: date | None, source: str | None, source_id: str | None
) -> pd.DataFrame:
    """Issues that stood at the end of `night` (None: now)."""
    query = sa.select(issues.c.valid_from, *(issues.c[name] for name in ISSUE_COLUMNS[1:])).where(held(issues, night))
    for column, value in ((issues.c.source, source), (issues.c.source_id, source_id)):
        if value is not None:
            query = query.where(same(column, value))
    # Sorted here, not by the database, whose order of letters depends on its language.
    rows = sorted(connection.execute(query), key=lambda row: (*row[1:], row[0]))
    before = _ended(connection, source) if source_id in (None, "") else {}
    return frame([(_begun(row, before), *row[1:]) for row in rows], ISSUE_COLUMNS)


_About = tuple[str, str, str, str]
"""Of an issue of a whole source: source, kind, field, severity."""


def _ended(connection: sa.Connection, source: str | None) -> dict[tuple[_About, date], date]:
    """Issues of whole sources that have fallen: what each was about and the night it fell, and the night it began."""
    columns = (issues.c.source, issues.c.kind, issues.c.field, issues.c.severity, issues.c.valid_to)
    query = sa.select(*columns, sa.func.min(issues.c.valid_from)).group_by(*columns)
    query = query.where(issues.c.source_id == "", issues.c.valid_to.is_not(None))
    if source is not None:
        query = query.where(same(issues.c.source, source))
    return {((row[0], row[1], row[2], row[3]), row[4]): row[5] for row in connection.execute(query)}


def _begun(row: sa.Row[Any], ended: Mapping[tuple[_About, date], date]) -> date:
    """Since when an issue stands. One of a whole source that took over the night another about the same fell began with
    that: its words have numbers in them that change from night to night.
    """
    begun: date = row.valid_from
    about = (row.source, row.kind, row.field, row.severity)
    while not row.source_id and (about, begun) in ended:
        begun = ended[about, begun]
    return begun


def source_nights_frame(connection: sa.Connection, night: date | None) -> pd.DataFrame:
    """How each source did on `night`, or on the newest published night."""
    day = night or night_rows.newest(connection, is_demonstration=None, is_ranked=False)
    columns = source_nights.c.keys()
    rows = connection.execute(sa.select(source_nights).where(source_nights.c.night == day)).mappings()
    decoded = [{**row, **{name: json.loads(row[name]) for name in ("fill_rates", "quotes")}} for row in rows]
    decoded.sort(key=lambda row: str(row["source"]))
    return frame([[row[name] for name in columns] for row in decoded], columns)


def source_history_frame(connection: sa.Connection, night: date, most: int) -> pd.DataFrame:
    """How each source did on the newest `most` nights up to `night` that hold any source, oldest first."""
    columns = ("night", "source", "state", "data_night", "listed", "parsed", "fill_rates")
    newest = (
        sa.select(source_nights.c.night)
        .where(source_nights.c.night <= night)
        .distinct()
        .order_by(source_nights.c.night.desc())
        .limit(most)
        .subquery("newest")
    )
    query = sa.select(*(source_nights.c[name] for name in columns)).join(
        newest, newest.c.night == source_nights.c.night
    )
    # Sorted here, not by the database, whose order of letters depends on its language.
    rows = sorted(connection.execute(query), key=lambda row: (row.night, row.source))
    return frame([(*row[:-1], json.loads(row.fill_rates)) for row in rows], columns)
