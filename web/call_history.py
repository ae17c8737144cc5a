"""What has happened to a call: events and the funder's notes by day, its versions, other listings.

Earlier rounds of a standing call are `web.call_rounds`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from math import inf

from calls.linking import CallId, Link, LinkKind, group_names
from calls.notes import Row as Day
from calls.notes import joined, notes_of
from calls.tongue import note, say
from publish import words
from publish.event_words import event_words, is_clipped
from publish.rows import Row, call_id
from sources.base import source_name
from web.call_rounds import Rounds, rounds
from web.nights import Shown

LINKS_NB: dict[LinkKind, str] = {
    "twin": note("samme side på et annet språk"),
    "same_call": note("samme utlysning i en annen kilde"),
}


@dataclass(frozen=True)
class Line:
    """One event, and the night that saw it. before, after: the whole texts where `words` does not hold them.

    other: source and source_id of the call that it was before.
    """

    night: str
    words: str
    before: str
    after: str
    other: Row | None


@dataclass(frozen=True)
class Entry:
    """The funder's note, what we saw change, or both beside each other."""

    note: str
    lines: list[Line]


@dataclass(frozen=True)
class HistoryDay:
    """One day. when: "" for what nobody can date."""

    when: str
    entries: list[Entry]


@dataclass(frozen=True)
class Version:
    """What the call said from one night to another. night: ISO, the first; is_shown: it is the one on the page."""

    night: str
    words: str
    is_shown: bool


@dataclass(frozen=True)
class SameCall:
    """Another record of the same call. row: its source, source_id, url, title and lang."""

    row: Row
    kind: str
    source_name: str
    status: str
    reason: str


@dataclass(frozen=True)
class Past:
    """All that a call's page tells of time: what happened, what only we changed, its rounds and its versions.

    first, last, night: ISO days of the oldest and the newest night there is, and of the one that is shown.
    """

    history: list[HistoryDay]
    ours: list[Line]
    rounds: Rounds | None
    versions: list[Version]
    first: str
    last: str
    night: str


def call_past(shown: Shown, call: Row, events: Sequence[Row], known: Sequence[Row]) -> Past:
    """The past of a call as known at the end of the night that is shown. events: its own, up to that night. known:
    its versions, with calls.recurring.rounds.COLUMNS."""
    nights = _nights(shown)
    return Past(
        history=timeline(call, events),
        ours=our_changes(events),
        rounds=rounds(shown, call, known),
        versions=versions(shown, known),
        first=nights[0].isoformat(),
        last=nights[-1].isoformat(),
        night=shown.night.night.isoformat(),
    )


def _nights(shown: Shown) -> list[date]:
    return shown.stored("nights of versions", lambda: [night.night for night in shown.store.nights()])


def timeline(call: Row, events: Sequence[Row]) -> list[HistoryDay]:
    """The funder's and the clock's doings and the funder's notes, newest first; what nobody can date stands last."""
    changes = [
        {
            "night": event["night"],
            "field": event["field"],
            "after": None if event["after"] is None else json.dumps(event["after"], ensure_ascii=False),
            "event": event,
        }
        for event in events
        if not is_ours(event)
    ]
    days = sorted(joined(notes_of(call), changes), key=_place)
    found = [
        HistoryDay(words.date_words(date) if date else "", [entry for day in of_day if (entry := _entry(day, call))])
        for date, of_day in groupby(days, key=lambda day: day.date)
    ]
    return [day for day in found if day.entries]


def our_changes(events: Sequence[Row]) -> list[Line]:
    """What only we did, newest first: nobody need do anything about it."""
    return [_line(event) for event in reversed(events) if is_ours(event)]


def is_ours(event: Row) -> bool:
    """Whether only our reading changed. The night on which we began to follow a call belongs to its history."""
    return bool(event["cause"] == "us" and event["kind"] not in ("first_seen", "reissued"))


def _place(day: Day) -> tuple[bool, int, float]:
    """Newest first; within a day in the order of the events, and notes that stand alone after them."""
    first = min((change["event"]["number"] for change in day.changes), default=inf)
    return day.date is None, -day.date.toordinal() if day.date else 0, first


def _entry(day: Day, call: Row) -> Entry | None:
    lines = [_line(change["event"]) for change in day.changes if not _is_told_by_notes(change["event"], call)]
    return Entry(day.note.text if day.note else "", lines) if day.note or lines else None


def _is_told_by_notes(event: Row, call: Row) -> bool:
    """Whether the event only says that notes came which stand in the history themselves."""
    if event["kind"] != "changed" or event["field"] != "change_notes":
        return False
    standing = call["change_notes"] or []
    return all(one in standing for one in event["before"] or [])


def _line(event: Row) -> Line:
    is_long = event["kind"] == "changed" and (is_clipped(event["before_text"]) or is_clipped(event["after_text"]))
    other = {"source": event["other_source"], "source_id": event["other_id"]} if event["other_id"] else None
    return Line(
        night=words.date_words(event["night"]),
        words=_sentence(event_words(event)),
        before=event["before_text"] if is_long else "",
        after=event["after_text"] if is_long else "",
        other=other,
    )


def _sentence(clause: str) -> str:
    return clause[:1].upper() + clause[1:]


def versions(shown: Shown, found: Sequence[Row]) -> list[Version]:
    """Every version that is known today, newest first, also those that came after the night of the page.

    found: those of the call, oldest first.
    """
    last = {after: before for before, after in pairwise(_nights(shown))}
    return [
        Version(
            night=version["valid_from"].isoformat(),
            words=_span(version["valid_from"], last[version["valid_to"]] if version["valid_to"] else None),
            is_shown=_holds(version, shown.night.night),
        )
        for version in reversed(found)
    ]


def _holds(version: Mapping[str, date | None], night: date) -> bool:
    first, end = version["valid_from"], version["valid_to"]
    return first is not None and first <= night and (end is None or night < end)


def _span(first: date, last: date | None) -> str:
    if last is None:
        return say("Fra natten {first} til nå", first=words.date_words(first))
    if first == last:
        return say("Natten {night}", night=words.date_words(first))
    return say("Fra natten {first} til natten {last}", first=words.date_words(first), last=words.date_words(last))


def successors(shown: Shown, source: str, source_id: str) -> list[Row]:
    """Calls as which this one came again under a new address, newest first."""
    found: dict[CallId, list[CallId]] = shown.stored("reissues", lambda: shown.store.reissues(shown.night.night))
    again = [shown.call(*one) for one in reversed(found.get((source, source_id), ()))]
    return [call for call in again if call is not None]


def same_calls(shown: Shown, call: Row) -> list[SameCall]:
    """Every other record of the same call, language twins first, each with the reason for the link."""
    links: list[Link] = shown.stored("links", lambda: shown.store.links(shown.night.night))
    own, names = call_id(call), group_names(links)
    found = []
    for other in sorted(one for one, name in names.items() if name == names.get(own) and one != own):
        record = shown.call(*other)
        if record is not None:
            found.append(_same_call(own, record, links))
    return sorted(found, key=lambda one: one.row["source"] != call["source"])


def _same_call(own: CallId, record: Row, links: Sequence[Link]) -> SameCall:
    other = call_id(record)
    ends = [(link, {(link.source, link.source_id), (link.other_source, link.other_id)}) for link in links]
    # The link to the call on the page says most; one through a third record says why it is here at all.
    link, of_link = min((pair for pair in ends if other in pair[1]), key=lambda pair: own not in pair[1])
    kind: LinkKind = "twin" if other[0] == own[0] else "same_call"
    reason = link.reason
    if own not in of_link:
        reason = say("Koblet gjennom en annen side av samme utlysning: {reason}", reason=reason)
    return SameCall(record, say(LINKS_NB[kind]), source_name(other[0]), words.status_word(record["status"]), reason)
