"""Source-nights as they were, as a change of the site would have made them, and what our alarms say of both.

A night is a table of answers. It is read twice through the source: as it was, and changed. What is made of the two
readings stands in mutants_outcomes; what is changed, and how, in mutants_pages, mutants_lists and mutants_services.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from assets.judge import Earlier, Verdict, drift_of, judge, settled
from assets.memory import Entry, Memory
from assets.steps import Staged, fill_rates, known_to_source, no_list, read_calls, stage
from calls.archive import Archive
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


class Mutant(NamedTuple):
    """One change of one night."""

    night: str
    name: str
    change: Change


@dataclass(frozen=True)
class Reading:
    """What a night came to. staged is None when no list could be used."""

    staged: Staged | None
    verdicts: tuple[Verdict, ...]
    published: Staged | None  # None when nothing may be published
    marks: tuple[Issue, ...]  # of drift

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
    entries: Mapping[str, Entry] = ()  # type: ignore[assignment]  # of the memory

    def earlier(self) -> Earlier:
        flagged: dict[tuple[str, str], set[str]] = {}
        for issue in self.issues:
            flagged.setdefault((issue.kind, issue.field), set()).add(issue.source_id)
        return Earlier(self.listed[:7], self.records, self.rates[:7], flagged)


def key_of(source: Source, request: Request) -> str:
    """Under what a night keeps the answer to a request."""
    return next((name for name, listing in source.listings.items() if listing == request), request.url)


def getter(night: Night) -> Callable[[Request], Page]:
    def get(request: Request) -> Page:
        page = night.answers.get(key_of(night.source, request))
        if page is None:
            raise NotArchived(request.url, "Arkivet har ikke noe svar på forespørselen.")
        return page

    return get


def read_night(night: Night, past: Past) -> tuple[Reading, Past]:
    """Reads, judges and settles a night as the asset does, and what is known after it (as before, if it failed)."""
    source, known = night.source, past.known
    collected = collect(source, getter(night), known_to_source(known))
    if no_list(source, collected):
        refusal = Verdict("answered", False, True, no_list(source, collected))
        return Reading(None, (refusal,), None, ()), past
    memory = Memory(source, night.at, dict(past.entries))
    harvest = read(source, collected, known_to_source(known), recalls=memory.has)
    calls = read_calls(source, harvest, memory)
    staged = stage(source, harvest, calls, known, past.records, night.at)
    earlier = past.earlier()
    drift = drift_of(staged, earlier)
    verdicts = tuple(judge(source, staged, earlier, drift))
    if any(one.blocks and not one.passed for one in verdicts):
        return Reading(staged, verdicts, None, drift.issues), past
    published = settled(source, staged, earlier, drift)
    entries = {
        one.source_id: Entry(memory.keys[one.source_id], night.at, one, Checked(one.source_id, {}))
        for one in calls
        if one.source_id in staged.detail_read & memory.keys.keys()
    }
    return Reading(staged, verdicts, published, drift.issues), _after(past, published, entries)


def _after(past: Past, published: Staged, entries: Mapping[str, Entry]) -> Past:
    """What the store holds once the night is published."""
    records = {key: dict(record) for key, record in past.records.items()}
    records.update({str(record["source_id"]): dict(record) for record in published.records})
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
        {**dict(past.entries), **entries},
    )


def nothing_known() -> Past:
    return Past({}, {}, [], [], (), {})


@cache
def past_of(name: str) -> tuple[Night, Past, Reading]:
    """A night by name, what was known before it, and its reading unchanged."""
    from mutants_nights import night_by_name

    night = night_by_name(name)
    past = nothing_known()
    for days in (21, 1):  # first seen long ago, and again last night
        _, past = read_night(replace(night, at=night.at - timedelta(days=days)), past)
    return night, past, read_night(night, past)[0]


def archived(name: str, source: Source, archive: Archive, day: Any, at: datetime = AT) -> Night:
    """A night out of an archive: its lists, and the pages of the calls in them."""
    fetcher = ReplayFetcher(archive.replay(day))
    collected = collect(source, fetcher.get, {})
    return Night(name, source, {**collected.lists, **collected.details}, at)


def dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
