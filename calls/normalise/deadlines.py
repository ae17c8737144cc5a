"""Deadlines and opening of one call: from the funder's words, or the moments the source states, to moments in UTC.

What follows from them for the status: `calls.normalise.status`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from calls.dates import DeadlineReading, read_deadline, read_moment
from calls.deadlines import next_deadline, to_utc
from calls.history.deadlines import ends
from calls.model import Fact, Json
from calls.normalise.context import Context, one_value, stated_year

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
        return oslo_day(self.reading.at).isoformat() if self.reading.at else ""


def _read_all(context: Context, facts: Sequence[Fact]) -> list[Read]:
    read = []
    for fact in facts:
        reading = _given(fact) or _from_words(context, fact)
        context.report_all(reading.problems, "deadline_at", fact)
        read.append(Read(fact, reading))
    return read


def _given(fact: Fact) -> DeadlineReading | None:
    """The deadline that the source states as data; None where there are only words."""
    if not isinstance(fact.data, dict) or "at" not in fact.data:
        return None
    at = datetime.fromisoformat(fact.data["at"])
    return DeadlineReading(at, fact.data["type"], fact.data["clock"], is_closed=False, problems=())


def _from_words(context: Context, fact: Fact) -> DeadlineReading:
    year = stated_year(fact)
    return read_deadline(
        fact.text,
        label=fact.label,
        note="" if year else fact.note,
        clock_rule=context.rules.deadline_clock,
        year=year,
        published=context.published_on,
    )


def _merged(context: Context, read: Sequence[Read]) -> list[Read]:
    """One entry a day: the same deadline stands in the key facts and in the date list; a stated clock wins.

    Of two stated clocks the first stands, and a person is told.
    """
    by_day: dict[str, Read] = {}
    for entry in read:
        if entry.day and (entry.day not in by_day or _states_clock(entry) > _states_clock(by_day[entry.day])):
            by_day[entry.day] = entry
    for entry in read:
        kept = by_day.get(entry.day, entry)
        if _states_clock(entry) and entry.reading.at != kept.reading.at:
            context.report(
                "contradiction",
                "deadline_at",
                f"{kept.fact.text} / {entry.fact.text}",
                "To ulike klokkeslett står for samme dag; det første er brukt.",
                entry.fact.url,
            )
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
    dated = _merged(context, read)
    _check_same_label(context, dated)
    if context.own_facts("deadline"):
        _compare_with_list(context, dated)
    kind = _type_of(read, dated)
    for column in ("deadline_at", "deadline_type"):
        context.cite(column, *(entry.fact for entry in (dated or read)))
    context.cite("deadlines", *(entry.fact for entry in dated))
    context.cite("deadline_text", *facts)
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
    if outlines == {True, False} or (dated and "staged" in kinds):
        return "staged"
    return "fixed" if dated else None


def _compare_with_list(context: Context, dated: Sequence[Read]) -> None:
    """The list's own deadline must be one of the page's."""
    for listed in _merged(context, _read_all(context, context.listed_facts("deadline"))):
        if dated and listed.day not in {entry.day for entry in dated}:
            context.report(
                "contradiction",
                "deadline_at",
                f"{listed.fact.text} / {dated[-1].fact.text}",
                "Listen og siden oppgir ulik søknadsfrist; sidens er brukt.",
            )


def read_opening(context: Context) -> datetime | None:
    """First moment to apply, UTC; OPENING_CLOCK in Oslo where the page gives only a day.

    Its evidence says in `clock` whether the clock time is stated or inferred; of two facts on one day the one that
    states it counts.
    """
    read: list[tuple[Fact, Json, date, str]] = []
    for fact in context.facts("opens"):
        if isinstance(fact.data, dict) and "at" in fact.data:
            given = datetime.fromisoformat(fact.data["at"])
            read.append((fact, given, oslo_day(given), fact.data["clock"]))
            continue
        moment = read_moment(fact.text, year=stated_year(fact), published=context.published_on)
        context.report_all(moment.problems, "opens_at", fact)
        if moment.day is None:
            continue
        at, doubts = to_utc(moment.day, moment.clock or OPENING_CLOCK, moment.zone)
        if moment.clock != time(0):  # midnight is doubtful as an end, not as a beginning
            context.report_all(doubts, "opens_at", fact)
        if at is not None:
            read.append((fact, at, moment.day, "stated" if moment.clock else "inferred"))
    told = {day for _, _, day, clock in read if clock == "stated"}
    kept = [entry for entry in read if entry[3] == "stated" or entry[2] not in told]
    value = one_value(context, "opens_at", [(fact, at) for fact, at, _, _ in kept])
    if not isinstance(value, datetime):
        return None
    context.evidence["opens_at"][0]["clock"] = kept[0][3]
    return value


def is_same_at(record: Mapping[str, Json], one: datetime, other: datetime) -> bool:
    """Whether a call read of the same words has the same record on nights that began at these moments.

    It has unless the night passes one of the moments that this module compares it with.
    """
    first, last = min(one, other), max(one, other)
    moments = [datetime.fromisoformat(entry["at"]) for entry in record["deadlines"]]
    moments += map(ends, record["deadlines"])
    if record["opens_at"] is not None:
        opening_day = datetime.combine(oslo_day(record["opens_at"]), time(0), OSLO)
        moments += [record["opens_at"], opening_day]
    return not any(first <= moment <= last for moment in moments)


def oslo_day(moment: datetime) -> date:
    """The day of the moment in Oslo."""
    return moment.astimezone(OSLO).date()


def iso(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC with Z; None stays None."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None
