"""The funder's own notes beside what we saw change ourselves, and where the two disagree. The place to import from.

How a note is read stands in `calls.note_reading`, its words in `calls.note_words`; finding notes belongs to sources.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from calls.deadlines import OSLO
from calls.fields import LIVE_STATUSES
from calls.model import Issue, Json
from calls.note_reading import Day, Note, NoteKind, deadline_days, notes_of, read_note
from calls.note_words import DATED_COLUMNS

__all__ = ["Note", "NoteKind", "Row", "disagreements", "joined", "notes_of", "read_note"]


@dataclass(frozen=True)
class Row:
    """One day of a call's history: what the funder wrote, what we saw change, or both. date: None when nobody knows."""

    date: Day | None
    note: Note | None
    changes: tuple[Mapping[str, Json], ...]


_BEFORE, _AFTER = timedelta(days=1), timedelta(days=7)
"""How long before and after the day of a note a night may see the change that it speaks of."""

_SAME = {
    "deadlines": "deadline_at",
    "deadline_text": "deadline_at",
    "deadline_type": "deadline_at",
    "status_text": "status",
    "budget_eur": "budget_nok",
    "award_floor_nok": "budget_nok",
    "award_ceiling_nok": "budget_nok",
    "award_floor_eur": "budget_nok",
    "award_ceiling_eur": "budget_nok",
    "summary": "full_text",
    "applicant_text": "full_text",
    "partner_text": "full_text",
}
"""Columns that say the same thing as the one that a note is about."""


def joined(notes: Sequence[Note], changes: Iterable[Mapping[str, Json]], since: date | None = None) -> list[Row]:
    """Notes and changes by day, oldest first; those without a day last. Every note and every change stands once.

    changes: night (date), field (column, "" for none), after (text or None), and whatever else the reader is to see.
    A note without a date has that of the night which first saw its text. A change stands beside the note that speaks
    of its column and is nearest to its night, from a day before the note to a week after.
    since: rows of earlier days, and notes without a day, are left out.
    """
    events = sorted(changes, key=lambda one: (one["night"], one["field"]))
    dated = [_first_seen(note, events) for note in notes]
    beside: dict[int, list[Mapping[str, Json]]] = {}
    alone: list[Row] = []
    for event in events:
        place = _nearest(dated, event)
        if place is None:
            alone.append(Row(event["night"], None, (event,)))
        else:
            beside.setdefault(place, []).append(event)
    rows = [Row(day, note, tuple(beside.get(place, ()))) for place, (note, day) in enumerate(dated)] + alone
    kept = [row for row in rows if since is None or (row.date is not None and row.date >= since)]
    return sorted(kept, key=lambda row: (row.date is None, row.date or date.min, row.note is None))


def _first_seen(note: Note, events: Iterable[Mapping[str, Json]]) -> tuple[Note, date | None]:
    if note.date is not None:
        return note, note.date
    # `after` is the column as JSON, or as words.
    forms = (note.text, json.dumps(note.text, ensure_ascii=False)[1:-1])
    seen = (one for one in events if one["field"] == "change_notes" and one["after"])
    nights = [one["night"] for one in seen if any(form in one["after"] for form in forms)]
    return note, nights[0] if nights else None


def _nearest(dated: Sequence[tuple[Note, date | None]], event: Mapping[str, Json]) -> int | None:
    column, night = _SAME.get(event["field"], event["field"]), event["night"]
    near = [
        (abs(night - day), place)
        for place, (note, day) in enumerate(dated)
        if day is not None and column in note.about and day - _BEFORE <= night <= day + _AFTER
    ]
    return min(near)[1] if near else None


def disagreements(notes: Sequence[Note], record: Mapping[str, Json]) -> list[Issue]:
    """What the funder's notes say and its fields deny: moved days, and a call that is cancelled, closed or opened.

    Only where the note leaves no doubt; a day that a later note moves away from again does not count.
    """
    days = deadline_days(record)
    found: list[Issue] = []
    if days:
        for note in _standing(notes, "deadline_at", days):
            shown = ", ".join(f"{day:%d.%m.%Y}" for day in days)
            message = (
                f"Finansiøren skriver at fristen er flyttet til {note.new_date:%d.%m.%Y}, men datolisten har {shown}."
            )
            found.append(_issue(record, "deadline_at", note, str(record["deadline_text"]), message))
    for column, _ in DATED_COLUMNS:
        value = record[column]
        day = value.astimezone(OSLO).date() if isinstance(value, datetime) else value
        for note in _standing(notes, column, [day]) if day else ():
            message = (
                f"Finansiøren skriver at datoen er flyttet til {note.new_date:%d.%m.%Y}, men feltet har {day:%d.%m.%Y}."
            )
            found.append(_issue(record, column, note, f"{day:%d.%m.%Y}", message))
    return found + _status_doubts(notes, record)


def _standing(notes: Sequence[Note], column: str, days: Sequence[date]) -> list[Note]:
    """Notes that move the column's day to one that is none of `days`, and that no other note has overtaken."""
    moves = [note for note in notes if note.new_date and note.about[:1] == (column,)]
    left = {note.old_date for note in moves}
    last = max((note.date for note in moves if note.date), default=None)
    moves = [note for note in moves if note.new_date not in left and (last is None or note.date in (last, None))]
    # Which of several undated notes came last is not told: one that agrees speaks for all.
    return [] if any(note.new_date in days for note in moves) else moves


def _status_doubts(notes: Sequence[Note], record: Mapping[str, Json]) -> list[Issue]:
    told = {note.kind: note for note in notes}
    status, words = record["status"], str(record["status_text"] or record["status"])
    doubts: tuple[tuple[NoteKind, str, bool], ...] = (
        ("cancelled", "avlyst", status in LIVE_STATUSES),
        ("closed", "stengt", status in LIVE_STATUSES and "opened" not in told),
        ("opened", "åpnet", status == "forecasted"),
    )
    for kind, said, is_denied in doubts:
        if kind in told and is_denied:
            message = f"Finansiøren skriver at utlysningen er {said}, men statusfeltet sier «{words}»."
            return [_issue(record, "status", told[kind], words, message)]
    return []


def _issue(record: Mapping[str, Json], column: str, note: Note, value: str, message: str) -> Issue:
    return Issue(
        source=record["source"],
        source_id=record["source_id"],
        kind="contradiction",
        field=column,
        text=f"{note.text} / {value}",
        message=message,
        url=record["url"],
    )
