"""Reading the funder's own notes on what it changed, by tables of words. To import from elsewhere: `calls.notes`.

A note that no table understands is `info` and is shown as it stands; a day is told only where the words leave one
reading. Finding the notes on a page belongs to the sources.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from calls.amount_scan import find_sums
from calls.date_scan import scan
from calls.dates import read_moment, split_leading_date
from calls.deadlines import OSLO
from calls.model import Json
from calls.note_words import (
    AMOUNT_CHANGED,
    CALL,
    CANCELLED,
    CLAUSE,
    CLOSED,
    DATED_COLUMNS,
    DEADLINE,
    DENIED,
    LEAD,
    MONEY,
    MOVED,
    NEW_DAY,
    OLD_DAY,
    OPENED,
    OTHERS,
    QUOTED,
    RESULTS,
    SYSTEM,
    TEXT_CHANGED,
    UNSURE,
)
from calls.words import plain

NoteKind = Literal[
    "cancelled",
    "closed",
    "deadline_moved",
    "date_moved",  # another day of the call: opening, project start or end
    "opened",
    "amount_changed",
    "results",
    "text_changed",
    "info",  # anything else, understood or not
]
"""In the order in which they name a note that says several things."""

_FATES: tuple[tuple[NoteKind, re.Pattern[str]], ...] = (
    ("cancelled", CANCELLED),
    ("closed", CLOSED),
    ("opened", OPENED),
)
_ORDER: tuple[NoteKind, ...] = get_args(NoteKind)
Day = date
_HALF_A_YEAR = timedelta(days=183)
_LONGEST = 5_000  # characters of a note that are read


@dataclass(frozen=True)
class Note:
    """One note. about: columns of calls.fields that it speaks of, of every clause; () when it is not understood.

    old_date, new_date: of deadline_moved and date_moved the day that was and the day that is; of the others None. A
    note may say that a day is moved and not which: both are then None.
    """

    date: Day | None  # when the funder wrote it; None when nothing says
    text: str
    kind: NoteKind = "info"
    about: tuple[str, ...] = ()
    old_date: Day | None = None
    new_date: Day | None = None


def notes_of(record: Mapping[str, Json]) -> list[Note]:
    """The notes of a call, in page order."""
    days = deadline_days(record)
    return [read_note(note, near=days[-1] if days else None) for note in record["change_notes"] or ()]


def read_note(note: Mapping[str, Json], near: date | None = None) -> Note:
    """One entry of column change_notes: date (ISO, null when the page gives none beside it) and text.

    near: a deadline of the call. A day that is written without its year is the one nearest to it, if one is within
    half a year; without `near` such a day stays unread.
    """
    own = date.fromisoformat(note["date"]) if note["date"] else None
    line = plain(note["text"][:_LONGEST])
    lead = LEAD.match(line)
    pair = split_leading_date(line[lead.end() :] if lead else line)
    if pair is not None:
        own = own or _day(pair[0], near)
        line = pair[1]
    told = [_clause(clause, near) for clause in CLAUSE.split(line) if clause.strip()]
    read = [one for one in told if one.kind != "info"]
    if not read:
        return Note(own, note["text"])
    first = min(read, key=lambda one: _ORDER.index(one.kind))
    # Two clauses that move the same thing to different days leave no day to tell.
    moves = {(one.about, one.new_date) for one in read if one.kind == first.kind and one.new_date}
    if len(moves) > 1:
        first = replace(first, old_date=None, new_date=None)
    about = dict.fromkeys(column for one in (first, *read) for column in one.about)
    return replace(first, date=own, text=note["text"], about=tuple(about))


def _clause(clause: str, near: date | None) -> Note:
    """What one clause says; its text and date are the clause's own."""
    info = Note(None, clause)
    said = QUOTED.sub(" ", clause)
    if UNSURE.search(said):
        return info
    if DENIED.search(said):
        return _content(info, clause)
    is_others = OTHERS.search(clause) is not None
    is_moved = MOVED.search(clause) is not None and not is_others
    if is_moved and DEADLINE.search(clause):
        return _moved(replace(info, kind="deadline_moved", about=("deadline_at",)), clause, near)
    for column, words in DATED_COLUMNS if is_moved else ():
        if words.search(clause) and scan(clause)[0]:
            return _moved(replace(info, kind="date_moved", about=(column,)), clause, near)
    if CALL.search(clause) and not is_others and not SYSTEM.search(clause):
        for kind, words in _FATES:
            if words.search(clause):
                return replace(info, kind=kind, about=("status",))
    return _content(info, clause)


def _content(info: Note, clause: str) -> Note:
    """A clause on amounts, results or the text."""
    if OPENED.search(clause) and "session" in clause:
        return replace(info, kind="opened", about=("status",))
    if RESULTS.search(clause):
        return replace(info, kind="results", about=("results",))
    has_money = MONEY.search(clause) or any(span.high.is_money for span in find_sums(clause))
    if has_money and AMOUNT_CHANGED.search(clause):
        return replace(info, kind="amount_changed", about=("budget_nok", "themes"))
    if TEXT_CHANGED.search(clause):
        return replace(info, kind="text_changed", about=("full_text",))
    return info


def _moved(note: Note, clause: str, near: date | None) -> Note:
    """The note with the day that was and the day that is, where the clause names one of the latter and no other day."""
    days, _ = scan(clause)
    old: list[str] = []
    new: list[str] = []
    for number, day in enumerate(days):
        before = clause[days[number - 1].end if number else 0 : day.start]
        if day.has_more_days or day.is_two_ways:
            return note
        (old if OLD_DAY.search(before) else new if NEW_DAY.search(before) else []).append(clause[day.start : day.end])
    if len(new) != 1 or len(old) > 1 or len(old) + len(new) != len(days):
        return note
    is_now = _day(new[0], near)
    # `from 6 May to 20 May 2020`: the year of the second day is that of the first.
    return replace(note, old_date=_day(old[0], is_now) if old else None, new_date=is_now)


def _day(text: str, near: date | None) -> date | None:
    """The day of a date; one without a year is the nearest to `near`, at most half a year away."""
    moment = read_moment(text)
    if moment.day is not None or near is None:
        return moment.day
    tries = [read_moment(text, year=year).day for year in (near.year - 1, near.year, near.year + 1)]
    nearest = min((day for day in tries if day), key=lambda day: abs(day - near), default=None)
    return nearest if nearest and abs(nearest - near) <= _HALF_A_YEAR else None


def deadline_days(record: Mapping[str, Json]) -> list[date]:
    """Days of the call's deadlines in Oslo, oldest first."""
    return [datetime.fromisoformat(one["at"]).astimezone(OSLO).date() for one in record["deadlines"] or ()]
