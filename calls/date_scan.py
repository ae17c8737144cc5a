"""Finding the dates and clocks in a line, with their places. Nothing is settled here: a year may be missing.

Works on `plain` text. Numbers that are no dates (law numbers, amounts, phone numbers) are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import time

from calls.date_words import FULL_WEEKDAY, MIDNIGHT, MONTH, MONTHS, WEEKDAY, WEEKDAYS, YEAR, ZONE, ZONES

END_OF_DAY = time(23, 59)
"""Midnight as a deadline: the last minute of the day named (forskningsradet.no writes 23:59 for it)."""


@dataclass(frozen=True)
class Clock:
    """A clock time in a line; `at` is None when the line names one that does not exist (`kl. 25`)."""

    start: int
    end: int
    at: time | None


@dataclass(frozen=True)
class Mention:
    """A day and a month in a line, as written: it may lack its year, and it may not exist."""

    start: int
    end: int
    year: int | None
    month: int
    day: int
    weekday: int | None = None
    has_more_days: bool = False  # "10.-12. juni", "1. og 15. mars"
    is_two_ways: bool = False  # 10/06/2026: day or month first
    clocks: tuple[Clock, ...] = ()


_NOT_MONEY = r"(?!\s*(?:kr|nok|mill|mrd|milliard|prosent|per\s?cent|%|tusen|thousand|billion|eur|usd|-?\s?prosjekt))"
_AFTER_NUMBER = r"(?<![0-9])(?<![0-9][.,:/])"
_LIST = r"(?P<more>(?:[0-9]{1,2}\.?,\s*){0,6}[0-9]{1,2}\.?\s*(?:-|og|and|&|til|to|/)\s*)?"
_SHAPES = (
    rf"{_AFTER_NUMBER}{_LIST}(?P<day>[0-9]{{1,2}})(?:\.|st|nd|rd|th)?\s*(?:of\s+|i\s+)?(?P<month>{MONTH})"
    rf"(?:\.?,?\s*(?P<year>{YEAR}){_NOT_MONEY}(?!\s[0-9]{{3}}\b)|\.?,?\s*'(?P<short>[0-9]{{2}})(?![0-9])|\.(?=\s"
    rf"|$))?",
    rf"(?<![\w-])(?P<month>{MONTH})\.?\s+(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9.:]*[0-9]){_NOT_MONEY}"
    rf"(?:,?\s*(?P<year>{YEAR}))?",
    rf"{_AFTER_NUMBER}(?P<day>[0-9]{{1,2}})\.\s?(?P<month>[0-9]{{1,2}})\.\s?(?P<year>{YEAR})",
    r"(?<![0-9.,])(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<short>[0-9]{2})(?![0-9.])",
    rf"(?<![\w/])(?P<day>[0-9]{{1,2}})/(?P<month>[0-9]{{1,2}})\s?(?P<mark>[/ -])\s?(?P<year>{YEAR})(?!/)",
    rf"(?<![\w-])(?P<day>[0-9]{{1,2}})-(?P<month>[0-9]{{1,2}})-(?P<year>{YEAR})(?!-)",
    r"(?<![\w/-])(?P<year>19[89][0-9]|20[0-9]{2})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![0-9-])",
)
_DATES = tuple(re.compile(shape, re.IGNORECASE) for shape in _SHAPES)
_BARE = re.compile(
    rf"^(?:(?:{WEEKDAY}\.?,?|den|innen|innan|senest|frist:?|søknadsfrist:?)\s*)*"
    r"(?P<day>[0-9]{1,2})\.\s?(?P<month>[0-9]{1,2})\.(?=$|[\s,]+(?:kl|[0-9]{1,2}[:.]))",
    re.IGNORECASE,
)
_LAW = re.compile(
    r"\b(?:lov|forskrift|forordning|direktiv|regulation|directive|act|rundskriv|vedtak|brev)\w*\b[^;:]{0,60}"
    r"\b(?:av|of|datert|dated)\s+$",
    re.IGNORECASE,
)
_DAY_BEFORE = re.compile(rf"(?<![\w-])(?P<weekday>{WEEKDAY})\.?,?\s*(?:den\s+|the\s+|d\.\s*)?$", re.IGNORECASE)
_DAY_AFTER = re.compile(rf"^\s*\(?,?\s*(?P<weekday>{FULL_WEEKDAY})\)?", re.IGNORECASE)

_END = r"(?![0-9])(?![.:,][0-9])"
_HALF_DAY = r"\s*(?P<half>[ap])\.?m\b\.?"
_CLOCK_SHAPES = (
    rf"\b(?:kl(?:okka|okken|okkeslett)?\b\.?|at|innen\s+kl\.?)\s*(?P<hour>[0-9]{{1,2}})(?:[.:]?(?P<minute>[0-9]{{2}}))?"
    rf"(?::[0-9]{{2}})?{_END}(?:{_HALF_DAY})?(?!\s*(?:{MONTH}|(?:st|nd|rd|th)\b|\.\s?{MONTH}))"
    rf"(?:\s*-\s*(?P<until>[0-9]{{1,2}})(?:[.:][0-9]{{2}})?(?![0-9.:]|\.?\s*{MONTH}))?",
    rf"(?<![0-9:.])(?P<hour>[0-9]{{1,2}}):(?P<minute>[0-9]{{2}})(?::[0-9]{{2}}(?:\.[0-9]+)?)?{_END}(?:{_HALF_DAY})?",
    rf"(?<![0-9:.,])(?P<hour>[0-9]{{1,2}})(?:\.(?P<minute>[0-9]{{2}}))?{_HALF_DAY}",
    rf"{MIDNIGHT}|\b(?:by\s+|at\s+)?(?:the\s+)?end\s+of\s+(?:the\s+)?day\b|\bi\s+løpet\s+av\s+dagen\b"
    rf"|\butgangen\s+av\s+dagen\b|\b(?:utgangen\s+av|end\s+of)(?=\s+(?:den\s+)?[0-9]{{1,2}}(?:\.|st|nd|rd"
    rf"|th)?\s*(?:of\s+)?{MONTH})",
    r"\b(?:12\s+)?noon\b",
)
_CLOCKS = tuple(re.compile(shape, re.IGNORECASE) for shape in _CLOCK_SHAPES)
_BARE_CLOCK = re.compile(
    rf"^[\s,;(-]*(?P<hour>[0-9]{{1,2}})\.(?P<minute>[0-9]{{2}}){_END}(?!\s*(?:mill|mrd|%|prosent))"
)
_JOINED = re.compile(
    rf"^[\s,(T]*(?:{ZONE.pattern.replace('?P<zone>', '?:').replace('?P<shift>', '?:')})?[\s,)]*"
    rf"(?:den|on|the|d\.)?\s*(?:{WEEKDAY}\.?,?\s*(?:den\s+)?)?$",
    re.IGNORECASE,
)


def _clock_of(match: re.Match[str], offset: int = 0) -> Clock:
    groups = match.groupdict()
    start, end = match.start() + offset, match.end() + offset
    if groups.get("hour") is None:
        return Clock(start, end, time(12) if "noon" in match.group().lower() else END_OF_DAY)
    hour, minute = int(groups["hour"]), int(groups["minute"] or 0)
    half = (groups.get("half") or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if (hour, minute) == (24, 0):
        return Clock(start, end, END_OF_DAY)
    return Clock(start, end, time(hour, minute) if hour < 24 and minute < 60 else None)


def _is_bare_at(match: re.Match[str], line: str) -> bool:
    """`at 12` alone is a number, not a clock; with minutes, am/pm or a zone it is one."""
    if not match.group().lower().startswith("at") or match["minute"] or match["half"]:
        return False
    return not re.match(r"\s*(?:o'clock|hours|hrs)", line[match.end() :]) and not ZONE.match(
        line[match.end() :].lstrip()
    )


def find_clocks(line: str) -> list[Clock]:
    """Every clock time that says it is one (`kl.`, a colon, am/pm, midnight), in order, none inside another."""
    found: list[Clock] = []
    for number, shape in enumerate(_CLOCKS):
        for match in shape.finditer(line):
            if number == 0 and _is_bare_at(match, line):
                continue
            clock = _clock_of(match)
            if match.groupdict().get("until"):
                found.append(Clock(match.start("until"), match.end("until"), time(int(match["until"]) % 24)))
                clock = replace(clock, end=match.start("until"))
            if all(clock.end <= other.start or clock.start >= other.end for other in found):
                found.append(clock)
    return sorted(found, key=lambda clock: clock.start)


def _mention_of(match: re.Match[str], line: str) -> Mention | None:
    groups = match.groupdict()
    word = groups["month"].lower()
    year = groups.get("year") or (f"20{groups['short']}" if groups.get("short") else None)
    if word == "may" and year is None and groups["month"][0] != "M":
        return None
    before = line[max(0, match.start() - 120) : match.start()]
    if _LAW.search(before):
        return None
    month, day = MONTHS.get(word) or int(word), int(groups["day"])
    two_ways = groups.get("mark") == "/" and day <= 12 and month <= 12 and day != month
    weekday = _DAY_BEFORE.search(before) or _DAY_AFTER.search(line[match.end() : match.end() + 40])
    return Mention(
        start=match.start("day") if match.re is _BARE else match.start(),
        end=match.end(),
        year=int(year) if year else None,
        month=month,
        day=day,
        weekday=WEEKDAYS[weekday["weekday"].lower()] if weekday else None,
        has_more_days=bool(groups.get("more")),
        is_two_ways=two_ways,
    )


def _dates(line: str) -> Iterator[Mention]:
    taken: list[tuple[int, int]] = []
    for shape in (*_DATES, _BARE):
        for match in shape.finditer(line):
            if any(match.start() < end and match.end() > start for start, end in taken):
                continue
            mention = _mention_of(match, line)
            if mention is not None:
                taken.append(match.span())
                yield mention


def _owner(clock: Clock, days: list[Mention], line: str) -> int:
    """Index of the day that `clock` belongs to: the one it touches, else the last before it, else the first."""
    before = [number for number, day in enumerate(days) if day.end <= clock.start]
    after = len(before)
    if before and _JOINED.match(line[days[before[-1]].end : clock.start]):
        return before[-1]
    if after < len(days) and _JOINED.match(line[clock.end : days[after].start]):
        return after
    return before[-1] if before else 0


def scan(line: str) -> tuple[list[Mention], list[Clock]]:
    """The days of a `plain` line, each with its clocks, and the clocks of a line that names no day."""
    clocks = find_clocks(line)
    masked = line
    for clock in clocks:
        masked = masked[: clock.start] + "\N{MIDDLE DOT}" * (clock.end - clock.start) + masked[clock.end :]
    days = sorted(_dates(masked), key=lambda day: day.start)
    for day in days:
        bare = _BARE_CLOCK.match(masked[day.end :])
        if bare:
            clocks.append(_clock_of(bare, day.end))
    clocks.sort(key=lambda clock: clock.start)
    if not days:
        return [], clocks
    owners = [_owner(clock, days, line) for clock in clocks]
    return [
        replace(day, clocks=tuple(clock for clock, owner in zip(clocks, owners, strict=True) if owner == number))
        for number, day in enumerate(days)
    ], []


def find_zone(line: str) -> str | None:
    """The time zone that a line names: a key of OFFSETS, a zoneinfo name, or the funder's words if we know none.

    A place (`norsk tid`) beats an abbreviation beside it, and `CET/CEST` is whichever of the two the date has.
    """
    words = [" ".join(match["zone"].split()) for match in ZONE.finditer(line)]
    zones = list(dict.fromkeys(ZONES.get(word) or ZONES.get(word.lower()) or word for word in words))
    if any(match["shift"] for match in ZONE.finditer(line)):
        return " / ".join(words) + " ±"
    if not zones:
        return "UTC" if re.search(r"[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?Z(?!\w)", line) else None
    places = [zone for zone in zones if "/" in zone]
    if set(zones) - set(places) <= {"CET", "CEST"} and (len(places) == 1 or (not places and len(zones) == 2)):
        return places[0] if places else "Europe/Oslo"
    return zones[0] if len(zones) == 1 else " / ".join(zones)
