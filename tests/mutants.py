"""Source-nights as they were, as a change of the site would have made them, and what our alarms say of both.

A night is a table of answers. It is read twice through the source: as it was, and changed. What is made of the two
readings stands in mutants_outcomes; what is changed, and how, in mutants_pages, mutants_lists and mutants_services.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from assets.canaries import canaries_of
from assets.earlier import Earlier, looked_at
from assets.judge import Verdict, drift_of, judge, settled
from assets.memory import Entry, Memory
from assets.steps import Staged, due_calls, fill_rates, known_to_source, no_list, read_calls, stage
from calls.archive import Archive
from calls.drift import Reference
from calls.evidence import Checked
from calls.failures import NotArchived
from calls.fetch import ReplayFetcher
from calls.model import Issue, Page, Request
from calls.store import KnownCall
from sources.base import Source
from sources.harvest import collect, read

AT = datetime(2026, 9, 17, 1, 30, tzinfo=UTC)
"""When the changed night began; the reference is the night before."""

Answers = Mapping[str, Page]
"""Pages by address; a list by its name in the source."""

Change = Callable[[Answers], Answers]


@dataclass(frozen=True)
class Night:
    """One source's night, and the day before it, read."""

    name: str
    source: Source
    answers: Answers
    at: datetime = AT
    earlier: Answers = field(default_factory=dict)  # what was answered on the nights before, where it is not the same


class Mutant(NamedTuple):
    """One change of one night, or one change for each of several nights in a row."""

    night: str
    name: str
    change: Change | tuple[Change, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        return self.change if isinstance(self.change, tuple) else (self.change,)


@dataclass(frozen=True)
class Reading:
    """What a night came to. staged is None when no list could be used."""

    staged: Staged | None
    verdicts: tuple[Verdict, ...]
    published: Staged | None  # None when nothing may be published
    marks: tuple[Issue, ...]  # of drift
    read: Mapping[str, Any] = field(default_factory=dict)  # every call as it is known when what was read is believed
    shown: Mapping[str, Any] = field(default_factory=dict)  # ... and as it is known after the night, by source_id

    @property
    def failed(self) -> set[str]:
        return {one.name for one in self.verdicts if not one.passed}


@dataclass
class Past:
    """What is known before a night: records, fill rates of good nights, lengths of lists, last night's issues."""

    records: dict[str, dict[str, Any]]
    known: dict[str, KnownCall]
    rates: list[Mapping[str, float]]
    listed: list[int]
    issues: tuple[Issue, ...] = ()
    entries: Mapping[str, Entry] = field(default_factory=dict)  # of the memory
    at: datetime | None = None  # when the last good night began
    since: dict[str, date] = field(default_factory=dict)  # fields that failed last, and since when

    def earlier(self) -> Earlier:
        flagged: dict[tuple[str, str], set[str]] = {}
        for issue in self.issues:
            flagged.setdefault((issue.kind, issue.field), set()).add(issue.source_id)
        stale = {name: ids for (kind, name), ids in flagged.items() if kind == "stale_value"}
        reference = Reference(self.records, self.rates[:7], flagged, self.since, stale)
        return Earlier(self.listed[:7], reference)


def getter(night: Night) -> Callable[[Request], Page]:
    """Answers requests from the night's table: those of a list by its name, all others by their address."""
    followed = {page.url: name for name, page in night.answers.items() if name not in night.source.listings}

    def get(request: Request) -> Page:
        names = (name for name, listing in night.source.listings.items() if listing == request)
        page = night.answers.get(next(names, followed.get(request.url, request.url)))
        if page is None:
            raise NotArchived(request.url, "Arkivet har ikke noe svar på forespørselen.")
        return page

    return get


def read_night(night: Night, past: Past) -> tuple[Reading, Past]:
    """Reads, judges and settles a night as the asset does, and what is known after it (as before, if it failed)."""
    source, known = night.source, past.known
    canaries = canaries_of(source, past.records, (), night.at)
    told = known_to_source(known, _due(night, past), canaries)
    collected = collect(source, getter(night), told)
    if no_list(source, collected):
        refusal = Verdict("answered", False, True, no_list(source, collected))
        return Reading(None, (refusal,), None, (), {}, past.records), past
    memory = Memory(source, night.at, past.entries)
    harvest = read(source, collected, told, recalls=memory.has)
    calls = read_calls(source, harvest, memory)
    staged = stage(source, harvest, calls, known, past.records, night.at)
    earlier = looked_at(past.earlier(), source, harvest, canaries)
    drift = drift_of(staged, earlier)
    past = replace(past, since=drift.failing)
    verdicts = tuple(judge(source, staged, earlier, drift))
    if any(one.blocks and not one.passed for one in verdicts):
        return Reading(staged, verdicts, None, drift.issues, _known(past, staged), past.records), past
    published = settled(source, staged, earlier, drift)
    entries = {
        one.source_id: Entry(memory.keys[one.source_id], night.at, one, Checked(one.source_id, {}))
        for one in calls
        if one.source_id in staged.detail_read & memory.keys.keys()
    }
    after = _after(past, published, entries, night.at)
    return Reading(staged, verdicts, published, drift.issues, _known(past, staged), after.records), after


def _due(night: Night, past: Past) -> frozenset[str]:
    """As the asset does: calls of a source that reads only what changed, of which a moment has passed."""
    if night.source.details_when == "nightly" or past.at is None:
        return frozenset()
    return due_calls(past.records, past.at, night.at)


def _known(past: Past, staged: Staged) -> dict[str, dict[str, Any]]:
    """Every call, those that the night read as it read them."""
    read = {str(record["source_id"]): dict(record) for record in staged.records}
    return {**{key: dict(record) for key, record in past.records.items()}, **read}


def _after(past: Past, published: Staged, entries: Mapping[str, Entry], at: datetime) -> Past:
    """What the store holds once the night is published."""
    records = _known(past, published)
    for key, record in records.items():
        if key not in published.card_hashes:
            record["is_listed"] = record["is_listed"] and not published.is_complete
    known = {}
    for key, record in records.items():
        old = past.known.get(key)
        known[key] = KnownCall(
            status=record["status"],
            card_hash=published.card_hashes.get(key, old.card_hash if old else ""),
            is_detail_read=key in published.detail_read or bool(old and old.is_detail_read),
            is_listed=bool(record["is_listed"]),
            url=record["url"],
            content_hash=record["content_hash"],
            first_seen_at=record["first_seen_at"],
        )
    return Past(
        records,
        known,
        [fill_rates(published.records), *past.rates],
        [len(published.card_hashes), *past.listed],
        published.issues,
        {**past.entries, **entries},
        at,
        past.since,
    )


def nothing_known() -> Past:
    return Past({}, {}, [], [])


@cache
def before(name: str) -> tuple[Night, Past]:
    """A night by name, and what was known before it."""
    from mutants_nights import night_by_name

    night = night_by_name(name)
    past = nothing_known()
    for days in (21, 1):  # first seen long ago, and again last night
        as_it_was = replace(night, answers=night.earlier or night.answers, at=night.at - timedelta(days=days))
        _, past = read_night(as_it_was, past)
    return night, past


@cache
def unchanged(name: str, nights: int) -> tuple[Reading, ...]:
    """The night of that name and those after it, as they are when nothing changes."""
    night, past = before(name)
    found = []
    for number in range(nights):
        reading, past = read_night(replace(night, at=night.at + timedelta(days=number)), past)
        found.append(reading)
    return tuple(found)


def archived(name: str, source: Source, archive: Archive, day: Any, at: datetime = AT) -> Night:
    """A night out of an archive: its lists, and the pages of the calls in them."""
    fetcher = ReplayFetcher(archive.replay(day))
    collected = collect(source, fetcher.get, {})
    return Night(name, source, {**collected.lists, **collected.details}, at)


def dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
