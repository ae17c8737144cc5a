"""What the store knows of a source's calls when a night begins: the current version's key facts, and where it is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa

from calls.fields import LIVE_STATUSES
from calls.history.deadlines import last_deadline
from calls.history.reissues import Face
from calls.store.rows import Record, to_record
from calls.store.tables import CONTENT, call_seen, call_versions

CHUNK = 500
"""Keys asked for at once."""


@dataclass(frozen=True)
class Seen:
    """The row of `call_seen` that holds for a call, without key and nights."""

    first_seen_night: date
    last_seen_night: date | None
    is_listed: bool
    card_hash: str
    is_detail_read: bool
    misses: int


SEEN_STATE = tuple(column.name for column in fields(Seen))


@dataclass(frozen=True)
class Head:
    """A call as it stands before tonight."""

    content_hash: str
    status: str | None
    deadline_type: str | None
    face: Face
    seen: Seen

    @property
    def deadlines_end(self) -> datetime | None:
        """Its last dated deadline."""
        return self.face.deadlines_end

    @property
    def is_live(self) -> bool:
        """Whether one could apply for it, or await it."""
        return is_live(self.seen.is_listed, self.status)


def is_live(is_listed: bool, status: str | None) -> bool:
    """Whether one can apply for a call, or await it."""
    return is_listed and status in LIVE_STATUSES


_FACE = ("api_id", "title", "funder", "scheme", "parent_id", "status")


def deadlines_end_columns() -> tuple[sa.ColumnElement[Any], sa.ColumnElement[Any]]:
    """The last deadline, and the deadlines themselves where the row is older than that column."""
    version = call_versions.c
    is_old = version.deadlines_end.is_(None) & version.deadline_at.is_not(None)
    return version.deadlines_end, sa.case((is_old, version.deadlines)).label("old_deadlines")


def deadlines_end(row: sa.RowMapping) -> datetime | None:
    """What `deadlines_end_columns` say."""
    found: datetime | None = row["deadlines_end"]
    return last_deadline(json.loads(row["old_deadlines"])) if row["old_deadlines"] else found


def load(connection: sa.Connection, source: str) -> dict[str, Head]:
    """Every call of the source, by source_id."""
    version, seen = call_versions.c, call_seen.c
    query = (
        sa.select(
            version.source_id,
            version.content_hash,
            version.deadline_type,
            version.valid_from,
            *(version[name] for name in _FACE),
            *deadlines_end_columns(),
            *(seen[name] for name in SEEN_STATE),
        )
        .join_from(call_versions, call_seen, (version.source == seen.source) & (version.source_id == seen.source_id))
        .where(version.source == source, version.valid_to.is_(None), seen.valid_to.is_(None))
    )
    return {row["source_id"]: _head(row) for row in connection.execute(query).mappings()}


def _head(row: sa.RowMapping) -> Head:
    face = Face(
        source_id=row["source_id"],
        since=row["valid_from"],
        first_seen=row["first_seen_night"],
        deadlines_end=deadlines_end(row),
        **{name: row[name] for name in _FACE},
    )
    seen = Seen(*(row[name] for name in SEEN_STATE))
    return Head(row["content_hash"], row["status"], row["deadline_type"], face, seen)


def current(connection: sa.Connection, source: str, keys: Iterable[str]) -> dict[str, Record]:
    """The content of the current versions of these calls, with the page they came from, by source_id."""
    version = call_versions.c
    names = ("source", "source_id", *(column.name for column in CONTENT), "page_url", "page_night")
    columns = [version[name] for name in names]
    found: dict[str, Record] = {}
    for chunk in chunks(sorted(keys)):
        query = sa.select(*columns).where(
            version.source == source, version.source_id.in_(chunk), version.valid_to.is_(None)
        )
        found.update((row["source_id"], to_record(row)) for row in connection.execute(query).mappings())
    return found


Key = TypeVar("Key")


def chunks(keys: Sequence[Key]) -> Iterator[list[Key]]:
    """The keys, CHUNK at a time."""
    left = iter(keys)
    while part := list(islice(left, CHUNK)):
        yield part
