"""Deadlines, opening and status of one call: from the funder's words to moments in UTC.

The status is the funder's word. Dates decide it only where no word is given, and a word that the dates contradict is
reported, not overruled: Forskningsrådet has moved a deadline in a notice and left the old day in the date list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from calls.dates import DeadlineReading, read_deadline, read_moment
from calls.deadlines import next_deadline
from calls.model import Fact, Json
from calls.normalise.context import Context, one_value
from calls.terms import read_status

OSLO = ZoneInfo("Europe/Oslo")
OPENING_CLOCK = time(8, 0)
"""For an opening day without a clock time: the only one ever stated for an opening is 08:00 (Nærings-ph.d. 2023)."""

UNDATED_TYPES = ("guaranteed", "until_spent", "rolling", "cut_off")
"""In the order in which they name the whole call when several deadlines are given."""


@dataclass(frozen=True)
class Read:
    """A deadline fact and what was read from it."""

    fact: Fact
    reading: DeadlineReading

    @property
    def day(self) -> str:
        return self.reading.at.astimezone(OSLO).date().isoformat() if self.reading.at else ""


def _read_all(context: Context, facts: Sequence[Fact]) -> list[Read]:
    read = []
    for fact in facts:
        year = int(fact.note) if re.fullmatch(r"(19|20)\d\d", fact.note) else None
        note = "" if year else fact.note
        reading = read_deadline(
            fact.text, label=fact.label, note=note, clock_rule=context.rules.deadline_clock, year=year
        )
        context.report_all(reading.problems, "deadline_at", fact)
        read.append(Read(fact, reading))
    return read


def _merged(read: Sequence[Read]) -> list[Read]:
    """One entry a day: the same deadline stands in the key facts and in the date list; a stated clock wins."""
    by_day: dict[str, Read] = {}
    for entry in read:
        if entry.day and (entry.day not in by_day or _states_clock(entry) > _states_clock(by_day[entry.day])):
            by_day[entry.day] = entry
    return [by_day[day] for day in sorted(by_day)]


def _states_clock(entry: Read) -> bool:
    return entry.reading.clock == "stated"


def _is_outline(fact: Fact) -> bool:
    return bool(re.search(r"skisse|outline", fact.label, re.IGNORECASE))


def _check_same_label(context: Context, dated: Sequence[Read]) -> None:
    """Two days under one label: both are kept, so that neither is missed, and a person is told."""
    days: dict[str, Read] = {}
    for entry in dated:
        label = entry.fact.label.casefold().strip(" .:")
        other = days.setdefault(label, entry)
        if other is not entry:
            context.report(
                "contradiction",
                "deadline_at",
                f"{other.fact.text} / {entry.fact.text}",
                f"To ulike dager står under «{entry.fact.label}»; begge er tatt med.",
                entry.fact.url,
            )


def read_deadlines(context: Context) -> dict[str, Json]:
    """The columns deadline_at, deadlines, deadline_type and deadline_text."""
    facts = context.facts("deadline")
    read = _read_all(context, facts)
    dated = _merged(read)
    _check_same_label(context, dated)
    if context.own_facts("deadline"):
        _compare_with_list(context, dated)
    kind = _type_of(read, dated)
    for column in ("deadline_at", "deadline_type"):
        context.cite(column, *(entry.fact for entry in (dated or read)))
    deadlines: list[dict[str, Json]] = [
        {
            "at": iso(entry.reading.at),
            "type": "staged" if kind == "staged" else entry.reading.type,
            "label": entry.fact.label,
            "text": entry.fact.text,
            "clock": entry.reading.clock,
            "is_closed": entry.reading.is_closed,
        }
        for entry in dated
    ]
    return {
        "deadline_at": next_deadline(deadlines, context.night_at),
        "deadlines": deadlines,
        "deadline_type": kind,
        "deadline_text": "; ".join(dict.fromkeys(fact.text for fact in facts)) or None,
    }


def _type_of(read: Sequence[Read], dated: Sequence[Read]) -> str | None:
    kinds = {entry.reading.type for entry in read}
    for kind in UNDATED_TYPES:
        if kind in kinds:
            return kind
    outlines = {_is_outline(entry.fact) for entry in dated}
    if outlines == {True, False}:
        return "staged"
    return "fixed" if dated else None


def _compare_with_list(context: Context, dated: Sequence[Read]) -> None:
    """The list's own deadline must be one of the page's."""
    for listed in _merged(_read_all(context, context.listed_facts("deadline"))):
        if dated and listed.day not in {entry.day for entry in dated}:
            context.report(
                "contradiction",
                "deadline_at",
                f"{listed.fact.text} / {dated[-1].fact.text}",
                "Listen og siden oppgir ulik søknadsfrist; sidens er brukt.",
            )


def read_opening(context: Context) -> datetime | None:
    """First moment to apply, UTC; OPENING_CLOCK in Oslo where the page gives only a day."""
    read: list[tuple[Fact, Json]] = []
    for fact in context.facts("opens"):
        moment = read_moment(fact.text)
        context.report_all(moment.problems, "opens_at", fact)
        if moment.day:
            local = datetime.combine(moment.day, moment.clock or OPENING_CLOCK, tzinfo=OSLO)
            read.append((fact, local.astimezone(UTC)))
    value = one_value(context, "opens_at", read)
    assert value is None or isinstance(value, datetime)
    return value


def read_call_status(context: Context, opens_at: datetime | None, columns: dict[str, Json]) -> dict[str, Json]:
    """The columns status and status_text, from the funder's words; from the dates where there is none."""
    facts = context.facts("status")
    words: list[tuple[Fact, str]] = []
    for fact in facts:
        status = read_status(fact.text)
        if status is None:
            context.report("unknown_word", "status", fact.text, f"Ukjent statusord: «{fact.text}».", fact.url)
        else:
            words.append((fact, status))
    text = ", ".join(dict.fromkeys(fact.text for fact in facts)) or None
    if not words:
        return {"status": _status_by_dates(context, opens_at, columns), "status_text": text}
    status = words[0][1]
    context.cite("status", words[0][0])
    told = {word for _, word in words} | {read_status(fact.text) for fact in context.listed_facts("status")} - {None}
    if len(told) > 1:
        context.report(
            "contradiction", "status", text or "", "Listen og siden har ulike statusord; sidens første er brukt."
        )
    _doubt_status(context, status, columns)
    return {"status": status, "status_text": text}


def _status_by_dates(context: Context, opens_at: datetime | None, columns: dict[str, Json]) -> str | None:
    deadlines = columns["deadlines"]
    if deadlines and all(entry["is_closed"] for entry in deadlines):
        return "closed"
    if columns["deadline_type"] in ("rolling", "until_spent") or (
        columns["deadline_at"] and columns["deadline_at"] >= context.night_at
    ):
        return "forecasted" if opens_at and opens_at > context.night_at else "open"
    if deadlines:
        return "closed"
    context.report("missing_field", "status", "", "Fant verken statusord eller frist; status er ukjent.")
    return None


def _doubt_status(context: Context, status: str, columns: dict[str, Json]) -> None:
    last = columns["deadlines"][-1]["at"] if columns["deadlines"] else None
    if last is None:
        return
    is_past = datetime.fromisoformat(last) < context.night_at
    if status == "open" and is_past and columns["deadline_type"] in ("fixed", "staged"):
        context.report(
            "contradiction",
            "status",
            columns["deadline_text"] or "",
            "Finansiøren sier at utlysningen er åpen, men siste frist i datolisten er passert.",
        )
    if status == "forecasted" and is_past:
        context.report(
            "contradiction",
            "status",
            columns["deadline_text"] or "",
            "Finansiøren sier at utlysningen er planlagt, men fristen er passert.",
        )


def iso(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC with Z; None stays None."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None
