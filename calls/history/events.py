"""What happened to calls: one vocabulary of events, each with its cause. Missing calls: `calls.history.absence`.

The cause `funder` is the only one that may tell anybody of an event: the archived bytes mean something else than the
last ones. `us`: the same bytes, read by newer code, or bytes that were there before we began to read. `time`: the same
words on another day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from calls.history.deadlines import Difference, Entry, Moved, compare
from calls.history.diff import FieldChange, changed_fields, is_same
from calls.history.readable import day, deadline_words, moment, readable, shortened
from calls.meaning import local_day
from calls.model import Json

Kind = Literal[
    "first_seen",
    "changed",
    "deadline_earlier",
    "deadline_later",
    "opened",
    "closed",
    "cancelled",
    "reissued",  # the same call again under a new address: `other_source` and `other_id` say which
    "gone",  # four whole lists in a row lack it
    "gone_confirmed",  # and its own page says so too
    "reappeared",  # listed again after it was gone
]
Cause = Literal["funder", "us", "time"]

KINDS: tuple[Kind, ...] = get_args(Kind)
CAUSES: tuple[Cause, ...] = get_args(Cause)

_BY_STATUS: Mapping[str, Kind] = {"open": "opened", "closed": "closed", "cancelled": "cancelled"}

_SETTLE_STATUS = ("status_text", "deadline_type", "deadline_text", "deadlines", "opens_at")
"""What a status is read of. While the funder says the same in all of these, only the clock can change it."""


@dataclass(frozen=True)
class Happening:
    """An event, but for when it was and to which call. before, after: plain JSON; the texts are the funder's words."""

    kind: Kind
    cause: Cause
    field: str = ""
    before: Json = None
    after: Json = None
    before_text: str = ""
    after_text: str = ""
    other_source: str | None = None
    other_id: str | None = None


@dataclass(frozen=True)
class Event:
    """One thing that happened to a call. `number` counts the events of a call and night from 1.

    field: column of CALL; "" where the whole call is meant. before, after: plain JSON, of a moved deadline its moment
    (ISO 8601, UTC), of a long text the lines that the other lacks.
    """

    night: date
    source: str
    source_id: str
    number: int
    kind: Kind
    cause: Cause
    field: str
    before: Json
    after: Json
    before_text: str
    after_text: str
    other_source: str | None
    other_id: str | None


def may_notify(event: Event | Happening) -> bool:
    """Whether anybody may be told: only of what the funder did."""
    return event.cause == "funder"


def numbered(night: date, source: str, source_id: str, happenings: Iterable[Happening]) -> list[Event]:
    """The events of one call and night, in the order given."""
    return [
        Event(night, source, source_id, number, **vars(happening)) for number, happening in enumerate(happenings, 1)
    ]


def between(
    before: Mapping[str, Json], after: Mapping[str, Json], at: datetime, cause: Literal["funder", "us"]
) -> list[Happening]:
    """What happened from one record of a call to another: status first, then deadlines, then the other columns.

    at: when the night began, UTC. What the clock alone changed has the cause `time`.
    """
    found: list[Happening] = []
    for change in changed_fields(before, after, at):
        if change.field == "status":
            found.insert(0, _status(change, before, after, at, cause))
        elif change.field == "deadlines":
            found += _deadlines(change, compare(before["deadlines"], after["deadlines"], at), cause)
        else:
            found.append(Happening("changed", cause, **vars(change)))
    is_told = any(one.field == "status" for one in found)
    return [one for one in found if not (is_told and one.field == "status_text")]


def causes(
    stored: Mapping[str, Json],
    baseline: Mapping[str, Json] | None,
    tonight: Mapping[str, Json],
    at: datetime,
    is_new_reader: bool,
) -> list[Happening]:
    """What happened to a call since it was stored, told apart by who did it: us first, then the funder.

    baseline: last night's bytes as tonight's code reads them, where the code is new. Where it is new and there are no
    such bytes, nobody can tell, and it is ours.
    """
    if baseline is None:
        return between(stored, tonight, at, "us" if is_new_reader else "funder")
    ours = [_ours(one) for one in between(stored, baseline, at, "us")]
    return ours + between(baseline, tonight, at, "funder")


def closed_by_time(before: Mapping[str, Json]) -> Happening:
    """A call that nobody lists any more, and whose last deadline has passed."""
    return Happening(
        "closed", "time", "status", before["status"], "closed", readable("status", before["status"]), "lukket"
    )


def _ours(happening: Happening) -> Happening:
    return Happening(**{**vars(happening), "cause": "us"})


def _status(
    change: FieldChange, before: Mapping[str, Json], after: Mapping[str, Json], at: datetime, cause: Cause
) -> Happening:
    is_clock = all(is_same(column, before, after, at) for column in _SETTLE_STATUS)
    kind = _BY_STATUS.get(change.after, "changed")
    values = vars(change)
    if is_clock:
        texts = {f"{name}_text": readable("status", values[name]) for name in ("before", "after")}
        return Happening(kind, "time", **{**values, **texts})
    return Happening(kind, cause, **values)


def _deadlines(change: FieldChange, difference: Difference, cause: Cause) -> list[Happening]:
    """One event a moved deadline; one more when deadlines came or went, or are called something else."""
    is_one_of_several = max(len(change.before or ()), len(change.after or ())) > 1
    found = [_moved(one, cause, is_one_of_several) for one in difference.moved]
    if difference.added or difference.removed:
        texts = _told(difference.removed), _told(difference.added)
        found.append(Happening("changed", cause, "deadlines", change.before, change.after, *texts))
    elif difference.is_reworded:
        found.append(Happening("changed", cause, **vars(change)))
    return found


def _moved(one: Moved, cause: Cause, is_one_of_several: bool) -> Happening:
    """The label says which deadline it is, where the call has several."""
    kind: Kind = "deadline_later" if one.direction == "later" else "deadline_earlier"
    olds, news = ({**entry.raw, "label": entry.raw.get("label", "") * is_one_of_several} for entry in _both(one))
    texts = deadline_words(olds), deadline_words(news)
    if texts[0] == texts[1]:
        texts = _when(one.before), _when(one.after)
    return Happening(kind, cause, "deadlines", olds["at"], news["at"], *map(shortened, texts))


def _when(entry: Entry) -> str:
    return moment(entry.at) if entry.is_stated else day(local_day(entry.at))


def _both(one: Moved) -> tuple[Entry, Entry]:
    return one.before, one.after


def _told(entries: Sequence[Entry]) -> str:
    return shortened("; ".join(deadline_words(entry.raw) for entry in entries))
