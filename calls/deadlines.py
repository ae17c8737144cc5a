"""Reading a deadline: the moment in UTC by which one must apply, and how the deadline works.

A day is taken as the deadline unless the words before it say that it is something else (opening, update, answer); in
a period (`fra 1. til 15. juni`, `22. april – 10. juni`) the last day is the deadline. Several that remain are reported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timezone, tzinfo
from zoneinfo import ZoneInfo

from calls.date_scan import END_OF_DAY, Mention, find_zone, scan
from calls.date_words import MIDNIGHT, NEARLY, OFFSETS, VAGUE
from calls.deadline_words import (
    CLOSED,
    CUT_OFF,
    DEADLINE_CUE,
    EVENT_CUE,
    GUARANTEED,
    HANDLED_AS_THEY_COME,
    OPENS_CUE,
    ROLLING,
    STAGED,
    STAMP_CUE,
    UNTIL_CUE,
    UNTIL_SPENT,
)
from calls.model import Json, Problem
from calls.moments import Moment, settle_clock, settle_day
from calls.words import plain

OSLO = ZoneInfo("Europe/Oslo")

_NO_DAY_NEEDED = ("rolling", "until_spent")
_YEAR_ALONE = re.compile(r"(?:19|20)[0-9]{2}")
_MIDNIGHT = re.compile(MIDNIGHT, re.IGNORECASE)


@dataclass(frozen=True)
class DeadlineReading:
    """One deadline. `at` is None when there is no day, or none that can be told (`problems` says why).

    type: one of `calls.fields.DEADLINE_TYPES`; "fixed" for a plain date, None when the text says nothing.
    clock: "stated" when the page names the time, "inferred" when a rule gave it, None without a day.
    """

    at: datetime | None  # UTC
    type: str | None
    clock: str | None
    is_closed: bool
    problems: tuple[Problem, ...]


def next_deadline(deadlines: Sequence[Mapping[str, Json]], at: datetime) -> datetime | None:
    """The first deadline not before `at`, else the last one. deadlines: column `deadlines` of a call, oldest first."""
    moments = [datetime.fromisoformat(deadline["at"]) for deadline in deadlines]
    return next((moment for moment in moments if moment >= at), moments[-1] if moments else None)


def read_deadline(
    text: str,
    *,
    label: str = "",
    note: str = "",
    clock_rule: str = "23:59",
    year: int | None = None,
    published: date | None = None,
) -> DeadlineReading:
    """The deadline that `text` states beside its `label`.

    note: a further line; its clock counts when it names no day, and a bare year in it counts as `year`.
    clock_rule: Europe/Oslo `HH:MM` for a day without a clock; ValueError when it is not a time.
    A guaranteed deadline, and one already marked as past, is the whole day whatever the rule: the one is a promise for
    that day, the other says that the day is over.
    """
    line, heading, remark = plain(text), plain(label), plain(note)
    rule = time.fromisoformat(clock_rule)
    if year is None and _YEAR_ALONE.fullmatch(remark):
        year = int(remark)
    days, _ = scan(line)
    kind = _type_of(line, heading, bool(days))
    is_closed = CLOSED.search(line) is not None
    if not days:
        return _without_day(line, kind, is_closed)
    kept, is_near = _deadline_days(days, line)
    if not kept or is_near:
        why = "sier ikke hvilken dag" if is_near else "nevner en dato, men ikke som frist"
        return DeadlineReading(None, kind, None, is_closed, (Problem("vague_date", f"«{line}» {why}."),))
    day, doubts = settle_day(kept, year, published)
    if day is None:
        return DeadlineReading(None, kind, None, is_closed, doubts)
    stated, zone, clock_doubts = _stated_clock(kept, line, heading, remark)
    whole_day = kind == "guaranteed" or is_closed
    at, zone_doubts = to_utc(day, stated or (END_OF_DAY if whole_day else rule), zone)
    clock = None if at is None else "stated" if stated else "inferred"
    return DeadlineReading(at, kind or "fixed", clock, is_closed, (*doubts, *clock_doubts, *zone_doubts))


def _type_of(line: str, heading: str, has_day: bool) -> str | None:
    words = HANDLED_AS_THEY_COME.sub(" ", line) if has_day else line
    for where in (words, heading):
        for kind, pattern in (
            ("guaranteed", GUARANTEED),
            ("cut_off", CUT_OFF),
            ("until_spent", UNTIL_SPENT),
            ("rolling", ROLLING),
            ("staged", STAGED),
        ):
            if pattern.search(where):
                return kind
    return None


def _without_day(line: str, kind: str | None, is_closed: bool) -> DeadlineReading:
    if not line or is_closed or (kind in _NO_DAY_NEEDED and not _is_only_vague(line)):
        return DeadlineReading(None, kind, None, is_closed, ())
    if VAGUE.search(line):
        problem = Problem("vague_date", f"«{line}» sier ikke hvilken dag.")
    elif kind is not None:
        problem = Problem("missing_field", f"«{line}» nevner frister uten dato.")
    else:
        problem = Problem("unknown_word", f"Fant ingen frist i «{line}».")
    return DeadlineReading(None, kind, None, is_closed, (problem,))


def _is_only_vague(line: str) -> bool:
    """A rolling deadline that also ends at a time without a day (`løpende til høsten 2026`)."""
    return VAGUE.search(UNTIL_SPENT.sub(" ", ROLLING.sub(" ", line))) is not None


def _deadline_days(days: Sequence[Mention], line: str) -> tuple[list[Mention], bool]:
    """The days that the words before them do not make something else, and whether one is only nearly meant."""
    kept: list[Mention] = []
    end = 0
    is_near = False
    for number, day in enumerate(days):
        before = line[end : day.start]
        bridge = _strip_clocks(before, days[number - 1]) if number else before
        role = _role(bridge)
        if number and bridge.strip(" ()") == "-" and kept and kept[-1] is days[number - 1]:
            kept.pop()
        if role == "deadline":
            is_near = is_near or NEARLY.search(before) is not None
            kept.append(replace(day, has_more_days=False) if _is_period(day, line) else day)
        end = day.end
    return kept, is_near


def _strip_clocks(before: str, previous: Mention) -> str:
    """The words between two days without the clock of the first (`5. mars kl. 08.00 – 7. mars`)."""
    for clock in previous.clocks:
        before = before[max(0, clock.end - previous.end) :]
    return before


def _is_period(day: Mention, line: str) -> bool:
    """`1.-15. juni 2026`: a dash between two days of a month is a period, which ends on its last day."""
    return day.has_more_days and re.match(r"[0-9]{1,2}\.?\s*(?:-|til\b|to\b)", line[day.start : day.end]) is not None


def _role(before: str) -> str:
    """What the last telling words in `before` make of the day after them; a deadline when nothing tells.

    An event keeps its day against a mere `innen` or `senest` (`prosjektstart senest 1. juni`).
    """
    cues = (
        ("deadline", DEADLINE_CUE),
        ("until", UNTIL_CUE),
        ("opens", OPENS_CUE),
        ("stamp", STAMP_CUE),
        ("event", EVENT_CUE),
    )
    last = {role: match.end() for role, cue in cues for match in cue.finditer(before)}
    if "event" in last and last["event"] > last.get("deadline", -1):
        return "event"
    found = max(last, key=lambda role: last[role], default="until")
    return "deadline" if found == "until" else found


def _stated_clock(
    days: Sequence[Mention], line: str, heading: str, remark: str
) -> tuple[time | None, str | None, tuple[Problem, ...]]:
    """Clock and zone: from the text, else midnight in the label, else the note's when that names no day."""
    clock, doubts = settle_clock([clock for day in days for clock in day.clocks])
    is_midnight = _MIDNIGHT.search(heading) is not None
    if clock is not None:
        if is_midnight and clock != END_OF_DAY:
            doubts = (Problem("clock_doubt", f"Etiketten sier midnatt, men teksten sier kl. {clock:%H.%M}."),)
        return clock, find_zone(line), doubts
    if doubts:
        return None, None, doubts
    if is_midnight:
        return END_OF_DAY, None, ()
    other_days, clocks = scan(remark)
    if other_days:
        same = {(day.month, day.day) for day in days} == {(day.month, day.day) for day in other_days}
        clocks = [clock for day in other_days for clock in day.clocks] if same else []
    clock, doubts = settle_clock(clocks)
    return clock, find_zone(remark) if clock else None, doubts


def to_utc(day: date, clock: time, zone: str | None) -> tuple[datetime | None, tuple[Problem, ...]]:
    """Local time to UTC. A time that the clock change skips or repeats is read with the offset before the change."""
    local = datetime.combine(day, clock)
    if zone in OFFSETS:
        return _from_offset(local, zone)
    if zone not in (None, "Europe/Oslo", "Europe/Brussels"):
        return None, (Problem("clock_doubt", f"Kjenner ikke tidssonen «{zone}».", "error"),)
    place: tzinfo = ZoneInfo(zone) if zone else OSLO
    at = local.replace(tzinfo=place, fold=0).astimezone(UTC)
    if local.replace(tzinfo=place, fold=1).astimezone(UTC) != at:
        message = f"Klokken stilles den {day:%d.%m.%Y}, så kl. {clock:%H.%M} er tvetydig eller finnes ikke."
        return at, (Problem("clock_doubt", message),)
    return at, _midnight_doubt(clock)


def _from_offset(local: datetime, zone: str | None) -> tuple[datetime, tuple[Problem, ...]]:
    offset = OFFSETS[zone or "UTC"]
    at = local.replace(tzinfo=timezone(offset)).astimezone(UTC)
    doubts = _midnight_doubt(local.time())
    if zone in ("CET", "CEST") and at.astimezone(OSLO).utcoffset() != offset:
        season = "sommertid" if zone == "CET" else "normaltid"
        message = f"Det står {zone}, men Norge har {season} den {local:%d.%m.%Y}; lest som det står."
        doubts = (*doubts, Problem("clock_doubt", message))
    return at, doubts


def _midnight_doubt(clock: time) -> tuple[Problem, ...]:
    if clock != time(0):
        return ()
    return (Problem("clock_doubt", "Kl. 00.00 er starten på dagen; finansiøren kan ha ment slutten."),)


def read_window(text: str, *, year: int | None = None, published: date | None = None) -> tuple[Moment, Moment] | None:
    """First and last moment of a window such as `fra og med 31. mai kl. 08.00 til og med midnatt 7. juni 2023`.

    None when the text does not name exactly two days in that relation. A year that only the last day has holds for
    both; when the first would then come after the last, it is of the year before.
    """
    line = plain(text)
    days, _ = scan(line)
    if len(days) != 2 or not _is_window(days, line):
        return None
    first, last = days
    ends = year if last.year is None else last.year
    starts = first.year if first.year is not None else ends
    if first.year is None and starts is not None and (first.month, first.day) > (last.month, last.day):
        starts -= 1
    ends = first.year if ends is None else ends
    return _moment(first, line, starts, published), _moment(last, line, ends, published)


_BETWEEN = re.compile(
    r"[\s,(]*(?:-|til(?:\s+og\s+med)?|t\.?o\.?m\.?|to|until|till|through|og|and|fram\s+til|frem\s+til|inntil"
    r"|(?:og\s+)?"
    r"(?:stenger|stengjer|lukkes|closes))\s*(?:\w+day|\w+dag|innen|den|med|the|on)?[\s,.]*",
    re.IGNORECASE,
)


def _is_window(days: Sequence[Mention], line: str) -> bool:
    first, last = days
    between = line[first.end : last.start]
    for clock in sorted((*first.clocks, *last.clocks), key=lambda clock: clock.start, reverse=True):
        if first.end <= clock.start and clock.end <= last.start:
            between = between[: clock.start - first.end] + between[clock.end - first.end :]
    if _BETWEEN.fullmatch(between) is None:
        return False
    joined_by_and = re.match(r"\s*(?:og|and)\s*$", between, re.IGNORECASE) is not None
    return not joined_by_and or re.search(r"\b(?:mellom|between)\b", line[: first.start], re.IGNORECASE) is not None


def _moment(mention: Mention, line: str, year: int | None, published: date | None) -> Moment:
    day, doubts = settle_day([mention], year if mention.year is None else None, published)
    clock, clock_doubts = settle_clock(mention.clocks)
    return Moment(day, clock, find_zone(line) if clock else None, False, (*doubts, *clock_doubts))
