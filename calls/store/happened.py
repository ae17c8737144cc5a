"""What happened to a source's calls in one night: the rules of `calls.history` on what the store knows.

Nothing is written here; `calls.store.publish` does that with what comes out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

import sqlalchemy as sa

from calls.drift.groups import EMPTY, group_of
from calls.history import Event, Look
from calls.history.absence import (
    Absence,
    is_concluded,
    is_confirmed,
    is_gone,
    is_overdue,
    misses_after,
)
from calls.history.deadlines import last_deadline
from calls.history.events import Cause, Happening, causes, closed_by_time, numbered
from calls.history.reissues import find
from calls.meaning import content_hash
from calls.model import Json
from calls.store import event_rows, heads, issue_rows
from calls.store.heads import Head, is_live
from calls.store.rows import Record


@dataclass(frozen=True)
class Night:
    """What a source said in one night, beside what was known before it.

    listed: whether tonight's lists hold a call, for each call that tonight mentions. records: by source_id. See
    Store.publish_source for baselines and looks.
    """

    night: date
    at: datetime
    source: str
    is_complete: bool
    last_night: date | None  # on which the source was published; None the first time
    is_new_reader: bool  # other code than last time reads its pages
    before: Mapping[str, Head]
    records: Mapping[str, Mapping[str, Json]]
    listed: Mapping[str, bool]
    baselines: Mapping[str, Mapping[str, Json]]
    looks: Mapping[str, Look]

    @cached_property
    def new(self) -> list[str]:
        """Calls never seen before."""
        return [key for key in sorted(self.records) if key not in self.before]

    @cached_property
    def changed(self) -> list[str]:
        """Known calls of which another thing is said tonight."""
        return [
            key
            for key, record in sorted(self.records.items())
            if key in self.before and record["content_hash"] != self.before[key].content_hash
        ]

    @cached_property
    def overdue(self) -> list[str]:
        """Calls that tonight does not show, and that are closed by now."""
        return [
            key
            for key, head in sorted(self.before.items())
            if key not in self.records
            and not self.listed.get(key)
            and is_overdue(head.status, head.deadline_type, head.deadlines_end, self.at)
        ]

    @cached_property
    def misses(self) -> dict[str, int]:
        """After tonight, of each call that was known."""
        return {
            key: misses_after(head.seen.misses, self.listed.get(key), self.is_complete)
            for key, head in self.before.items()
        }

    def absence(self, key: str, is_replaced: bool) -> Absence:
        """A known call, as tonight leaves it. A page that was read tonight and takes applications is there."""
        head, record = self.before[key], self.records.get(key)
        status = head.status if record is None else record["status"]
        is_there = record is not None and is_live(True, status) and not self.listed.get(key)
        return Absence(
            status=status,
            misses=self.misses[key],
            is_listed=head.seen.is_listed and not self.listed.get(key),
            is_complete=self.is_complete,
            deadlines_end=head.deadlines_end if record is None else last_deadline(record["deadlines"]),
            is_replaced=is_replaced,
            look=self.looks.get(key) or ("there" if is_there else None),
        )


@dataclass(frozen=True)
class Happened:
    """What a night came to.

    stored: what was known of the calls that changed. closed: new content of those that time has closed. concluded:
    calls that count as listed no longer.
    """

    events: list[Event]
    stored: dict[str, Record]
    closed: dict[str, Record]
    concluded: frozenset[str]


def settle(connection: sa.Connection, night: Night) -> Happened:
    """Every event of the night, in the order of calls, and what else follows from it."""
    stored = heads.current(connection, night.source, {*night.changed, *night.overdue})
    earlier = event_rows.replaced(connection, night.source)
    reissued = _reissued(night, earlier)
    replaced = earlier | set(reissued.values())
    happened: dict[str, list[Happening]] = defaultdict(list)
    for key in night.new:
        happened[key].append(_first(night, key, reissued.get(key)))
    concluded, gone = _missing(night, replaced)
    standings = event_rows.standings(connection, night.source, {*_relisted(night), *night.looks})
    for key in _relisted(night):
        if standings.get(key) in ("gone", "gone_confirmed"):
            happened[key].append(Happening("reappeared", "funder"))
    kept = issue_rows.kept_fields(connection, night.source)
    for key in night.changed:
        baseline = night.baselines.get(key)
        found = causes(stored[key], baseline, night.records[key], night.at, night.is_new_reader)
        happened[key] += [_withheld(one, kept.get(key, set())) for one in found]
    for key in night.overdue:
        happened[key].append(closed_by_time(stored[key]))
    for key in sorted(gone):
        happened[key].append(Happening("gone", "funder"))
    for key, look in night.looks.items():
        if is_confirmed("gone" if key in gone else standings.get(key, ""), look) and not night.listed.get(key):
            happened[key].append(Happening("gone_confirmed", "funder"))
    events = [event for key in sorted(happened) for event in numbered(night.night, night.source, key, happened[key])]
    return Happened(events, stored, {key: _closed(stored[key], night.at) for key in night.overdue}, concluded)


def _reissued(night: Night, earlier: set[str]) -> dict[str, str]:
    if not night.new or not night.before:
        return {}
    return find(
        [night.records[key] for key in night.new],
        [head.face for head in night.before.values()],
        {key for key, is_listed in night.listed.items() if is_listed},
        earlier,
        night.night,
        night.at,
        night.is_complete,
    )


def _first(night: Night, key: str, known_as: str | None) -> Happening:
    """The first that is told of a call. Ours, when it may have been there before we could read it."""
    was_there = night.is_new_reader and (not night.baselines or key in night.baselines)
    cause: Cause = "us" if night.last_night is None or was_there else "funder"
    if known_as is None:
        return Happening("first_seen", cause)
    return Happening("reissued", cause, other_source=night.source, other_id=known_as)


def _withheld(one: Happening, kept: Collection[str]) -> Happening:
    """Ours, when the value was there before and we did not use it; kept: the fields of which that is so."""
    group = group_of(one.field)
    was_unused = group is not None and group.name in kept and one.before in EMPTY
    return replace(one, cause="us") if was_unused else one


def _missing(night: Night, replaced: set[str]) -> tuple[frozenset[str], set[str]]:
    """Calls that no longer count as listed, and those of them that are gone."""
    absences = {key: night.absence(key, key in replaced) for key in night.before if not night.listed.get(key)}
    concluded = frozenset(key for key, absence in absences.items() if is_concluded(absence))
    return concluded, {key for key in concluded if is_gone(absences[key], night.at)}


def _relisted(night: Night) -> list[str]:
    """Calls that count as not listed, and that tonight's lists hold."""
    return [key for key, head in sorted(night.before.items()) if not head.seen.is_listed and night.listed.get(key)]


def _closed(stored: Record, at: datetime) -> Record:
    """The same content, closed. It still comes from the page it was read of."""
    record = {**stored, "status": "closed", "first_seen_at": at, "last_seen_at": at, "is_listed": True}
    del record["page_url"], record["page_night"]
    return {**record, "content_hash": content_hash(record)}
