"""What changed in a span of nights, for a reader: the page `endringer`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from calls.tongue import note, say
from publish import words
from publish.changes import Changes, KindChanges, changes, ours_words
from publish.event_words import event_words
from sources.base import source_name
from web.nights import Shown

CALLS_SHOWN = 100
"""Most calls that one kind lists; a shorter span shows the rest."""

HEADINGS = {
    "first_seen": note("Nye"),
    "reissued": note("Lyst ut på nytt"),
    "reappeared": note("Tilbake i listen"),
    "deadline_earlier": note("Frist fremskyndet"),
    "deadline_later": note("Frist utsatt"),
    "opened": note("Åpnet"),
    "cancelled": note("Avlyst"),
    "closed": note("Lukket"),
    "gone": note("Borte fra listen"),
    "gone_confirmed": note("Bekreftet borte"),
    "changed": note("Endret på annen måte"),
}
"""Headings of the kinds of events."""


@dataclass(frozen=True)
class ChangedCall:
    """One call and its events: when and what. row: its source, source_id and title."""

    row: dict[str, str]
    source_name: str
    events: list[tuple[str, str]]


@dataclass(frozen=True)
class ChangedKind:
    """Calls under one heading; `more` of them are not shown."""

    heading: str
    number: int
    calls: list[ChangedCall]
    more: int


@dataclass(frozen=True)
class ChangesPage:
    """`page` of changes.html. first, last, oldest, newest: ISO days for the form."""

    first: str
    last: str
    oldest: str
    newest: str
    span: str
    summary: str
    kinds: list[ChangedKind]
    ours: str


def changes_page(shown: Shown, first: date | None, last: date | None) -> ChangesPage:
    """What happened after the night `first`, until the end of `last`: from the night before the shown one unless given.

    Nothing after the shown night is told, and a span in the wrong order is turned round.
    """
    nights = [night.night for night in shown.nights()]
    to = last or shown.night.night
    since = first or max((night for night in nights if night < to), default=to)
    since, to = (min(day, shown.night.night) for day in sorted((since, to)))
    found: Changes = shown.stored(("changes", since, to), lambda: changes(shown.store, since, to))
    number = sum(len(group.calls) for group in found.groups)
    return ChangesPage(
        first=found.first.isoformat(),
        last=found.last.isoformat(),
        oldest=nights[0].isoformat() if nights else "",
        newest=shown.night.night.isoformat(),
        span=say(
            "etter natten {first} til og med natten {last}",
            first=words.date_words(found.first),
            last=words.date_words(found.last),
        ),
        summary=words.count_words(number, "utlysning", "utlysninger") if number else say("ingenting endret seg"),
        kinds=[_kind(group) for group in found.groups],
        ours=ours_words(found.ours) if found.ours else "",
    )


def _kind(group: KindChanges) -> ChangedKind:
    calls = [
        ChangedCall(
            {"source": call.source, "source_id": call.source_id, "title": call.title},
            source_name(call.source),
            [(words.date_words(event["night"]), event_words(event)) for event in call.events],
        )
        for call in group.calls[:CALLS_SHOWN]
    ]
    return ChangedKind(say(HEADINGS[group.kind]), len(group.calls), calls, len(group.calls) - len(calls))
