"""What changed between two nights, for a person to read: as values for a page, and as lines for a terminal."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from calls.history import Kind
from calls.store import Store
from calls.tongue import say_count
from publish.event_words import KINDS_NB, event_words
from publish.rows import CallId, Row, call_id, records
from publish.words import date_words
from sources.base import source_name

_PLACES = {kind: place for place, kind in enumerate(KINDS_NB)}


@dataclass(frozen=True)
class CallChanges:
    """One call and what happened to it, oldest first. title: the source's id where the call has left the store."""

    source: str
    source_id: str
    title: str
    events: list[Row]


@dataclass(frozen=True)
class KindChanges:
    """Calls to which something of this kind happened, and nothing of a kind that a reader wants before it."""

    kind: Kind
    calls: list[CallChanges]


@dataclass(frozen=True)
class Changes:
    """All that happened after the night `first`, until the end of the night `last`.

    counts: events of each kind, kinds in readers' order. ours: how many changes were only in how we read the pages;
    they are in neither counts nor groups.
    """

    first: date
    last: date
    counts: list[tuple[Kind, int]]
    groups: list[KindChanges]
    ours: int


def changes(store: Store, before: date, after: date, source: str | None = None) -> Changes:
    """What happened between the two nights, in either order; of one source, or of all."""
    first, last = sorted((before, after))
    events = [event for event in records(store.events(first=first, last=last, source=source)) if event["night"] > first]
    theirs = [event for event in events if event["cause"] != "us"]
    by_call: dict[CallId, list[Row]] = defaultdict(list)
    for event in theirs:
        by_call[call_id(event)].append(event)
    listing = store.listing(last, source) if by_call else None
    titles = {call_id(call): call["title"] for call in records(listing)} if listing is not None else {}
    groups: dict[Kind, list[CallChanges]] = defaultdict(list)
    for key, found in sorted(by_call.items()):
        kind = min((event["kind"] for event in found), key=_PLACES.__getitem__)
        groups[kind].append(CallChanges(*key, titles.get(key, key[1]), found))
    counts = Counter(event["kind"] for event in theirs)
    return Changes(
        first,
        last,
        [(kind, counts[kind]) for kind in KINDS_NB if counts[kind]],
        [KindChanges(kind, groups[kind]) for kind in KINDS_NB if kind in groups],
        len(events) - len(theirs),
    )


def diff_lines(store: Store, before: date, after: date, source: str | None) -> Iterator[str]:
    """`changes` as lines. What only we changed stands last, as a number: nobody need do anything about it."""
    found = changes(store, before, after, source)
    counts = ", ".join(f"{number} {KINDS_NB[kind]}" for kind, number in found.counts)
    yield f"Fra {date_words(found.first)} til {date_words(found.last)}: {counts or 'ingenting endret seg'}."
    for group in found.groups:
        for call in group.calls:
            yield f"{call.title} ({source_name(call.source)})"
            for event in call.events:
                yield f"  {date_words(event['night'])}: {event_words(event)}"
    if found.ours:
        yield f"I tillegg {ours_words(found.ours)}."


def ours_words(number: int) -> str:
    """How many changes were ours alone."""
    return say_count(
        "{n} endring i hvordan vi leser sidene, ikke hos finansiørene",
        "{n} endringer i hvordan vi leser sidene, ikke hos finansiørene",
        number,
    )
