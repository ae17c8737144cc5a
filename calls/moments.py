"""Reading one day, and the clock beside it, from a short text.

Rules: a year that is missing is the one the funder gave apart, else the one that the weekday settles, else it stays
missing; several days in one text are not chosen between; what says no day is vague. Deadlines: `calls.deadlines`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from calls.date_scan import Clock, Mention, find_zone, scan
from calls.date_words import FILLER, NEARLY, VAGUE, WEEKDAY, WEEKDAYS_NB, ZONE
from calls.deadline_words import ROLLING_CELL
from calls.model import Problem
from calls.words import composed, plain

_LONGEST_CELL = 70
_REST = re.compile(r"[\s.,;:()/&'-]+")
_SPLIT = re.compile(r"^[\s:.,;|-]*(?=[^\W\d_]|[\"«“(])")
_CONNECTOR = re.compile(rf"\s*(?:-|og|and|til(?:\s+og\s+med)?|to)\s*(?:{WEEKDAY}\.?,?\s*)?", re.IGNORECASE)
_LEAD = re.compile(rf"(?:{WEEKDAY}\.?,?\s*)?(?:den\s+)?", re.IGNORECASE)
_AFTER_CLOCK = re.compile(
    rf"\s*\(?(?:{ZONE.pattern.replace('?P<zone>', '?:').replace('?P<shift>', '?:')})\)?", re.IGNORECASE
)


@dataclass(frozen=True)
class Moment:
    """What a text says about when. `clock` is local to `zone`, or to Europe/Oslo when `zone` is None.

    zone: a key of `calls.date_words.OFFSETS`, a zoneinfo name, or the funder's own word for a zone that we do not know.
    """

    day: date | None
    clock: time | None
    zone: str | None
    is_vague: bool
    problems: tuple[Problem, ...]


def read_moment(text: str, *, year: int | None = None, published: date | None = None) -> Moment:
    """The day, and the clock if one is stated, anywhere in a short `text`.

    year: the year that the funder gave apart; used when the text has none.
    published: when the page was published; with a weekday in the text it settles a missing year.
    A day that cannot be told is None and a Problem says why; an empty text is no problem.
    """
    line = plain(text)
    days, loose = scan(line)
    clock, problems = settle_clock(days[0].clocks if len(days) == 1 else [c for d in days for c in d.clocks] or loose)
    zone = find_zone(line) if clock else None
    if not days:
        is_vague = VAGUE.search(line) is not None
        return Moment(None, clock, zone, is_vague, (*problems, *_no_day(line, is_vague)))
    if len(days) == 1 and NEARLY.search(line[: days[0].start]):
        return Moment(None, clock, zone, True, (*problems, *_no_day(line, True)))
    day, doubts = settle_day(days, year, published)
    return Moment(day, clock, zone, False, (*problems, *doubts))


def _no_day(line: str, is_vague: bool) -> tuple[Problem, ...]:
    if is_vague:
        return (Problem("vague_date", f"«{line}» sier ikke hvilken dag."),)
    return (Problem("unknown_word", f"Fant ingen dato i «{line}»."),) if line else ()


def settle_clock(clocks: Sequence[Clock]) -> tuple[time | None, tuple[Problem, ...]]:
    """The one clock time of `clocks`; None and a Problem when they differ or do not exist."""
    times = list(dict.fromkeys(clock.at for clock in clocks))
    if len(times) > 1:
        return None, (Problem("clock_doubt", "Teksten nevner flere klokkeslett."),)
    if times and times[0] is None:
        return None, (Problem("clock_doubt", "Teksten nevner et klokkeslett som ikke finnes."),)
    return (times[0] if times else None), ()


def settle_day(
    days: Sequence[Mention], year: int | None, published: date | None
) -> tuple[date | None, tuple[Problem, ...]]:
    """The one day that all of `days` mean; None and a Problem when there is no such day.

    A day and month that is repeated with its year counts once. At least one mention is needed.
    """
    same = {(day.month, day.day) for day in days}
    years = {day.year for day in days if day.year is not None}
    if len(same) > 1 or len(years) > 1 or any(day.has_more_days for day in days):
        return None, (Problem("vague_date", "Teksten nevner flere datoer, og ingen regel sier hvilken som gjelder."),)
    first = next((day for day in days if day.year is not None), days[0])
    label = f"{first.day}.{first.month}."
    if any(day.is_two_ways for day in days):
        return None, (Problem("vague_date", "Datoen kan leses både med dagen og med måneden først."),)
    if not _exists(first.year or 2024, first.month, first.day):
        return None, (Problem("vague_date", f"Datoen {label}{first.year or ''} finnes ikke."),)
    weekday = next((day.weekday for day in days if day.weekday is not None), None)
    if first.year is not None:
        doubts = _year_doubt(first.year, year)
        found = date(first.year, first.month, first.day)
        return found, (*doubts, *_weekday_doubt(found, weekday))
    if year is not None:
        if not _exists(year, first.month, first.day):
            return None, (Problem("vague_date", f"Datoen {label}{year} finnes ikke."),)
        found = date(year, first.month, first.day)
        return found, _weekday_doubt(found, weekday)
    by_weekday = _by_weekday(first, weekday, published)
    if by_weekday is None:
        return None, (Problem("year_missing", f"Datoen {label} mangler årstall."),)
    return by_weekday, ()


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _year_doubt(stated: int, apart: int | None) -> tuple[Problem, ...]:
    if apart is None or apart == stated:
        return ()
    return (Problem("contradiction", f"Datoen har årstallet {stated}, men ved siden av står {apart}."),)


def _weekday_doubt(found: date, weekday: int | None) -> tuple[Problem, ...]:
    if weekday is None or found.weekday() == weekday:
        return ()
    is_day, said = WEEKDAYS_NB[found.weekday()], WEEKDAYS_NB[weekday]
    return (Problem("weekday_doubt", f"{found:%d.%m.%Y} er en {is_day}, men det står {said}."),)


def _by_weekday(mention: Mention, weekday: int | None, published: date | None) -> date | None:
    """The first such date from `published` on, within twelve months, if it falls on `weekday`."""
    if weekday is None or published is None:
        return None
    for year in (published.year, published.year + 1):
        if not _exists(year, mention.month, mention.day):
            continue
        found = date(year, mention.month, mention.day)
        if published <= found <= published + timedelta(days=366):
            return found if found.weekday() == weekday else None
    return None


def is_date_text(text: str) -> bool:
    """Whether the whole of `text` is a date cell: exact (`2. aug. 2023`), vague (`Medio desember`) or `Løpende`.

    False for labels, sentences and anything with words that are not about when.
    """
    line = plain(text)
    if not line or len(line) > _LONGEST_CELL:
        return False
    if ROLLING_CELL.fullmatch(line):
        return True
    days, _ = scan(line)
    rest = line
    for part in sorted([c for d in days for c in d.clocks] + list(days), key=lambda part: part.start, reverse=True):
        rest = f"{rest[: part.start]} {rest[part.end :]}"
    rest = ZONE.sub(" ", rest)
    if days:
        rest = re.sub(rf"\b{WEEKDAY}", " ", rest, flags=re.IGNORECASE)
    rest, vague = VAGUE.subn(" ", rest)
    rest = FILLER.sub(" ", rest)
    return bool(days or vague) and not _REST.sub("", rest)


def split_leading_date(text: str) -> tuple[str, str] | None:
    """The exact date that `text` begins with, with its clock, and the words after it; None when there are not both.

    `2. aug. 2023 Åpen for søknad` -> (`2. aug. 2023`, `Åpen for søknad`). A pair of dates (`31. mai – 7. juni 2023`)
    is one head. A separator (`:`, a dash, a comma) between the two is dropped.
    """
    whole, line = composed(text), plain(text)
    days, _ = scan(line)
    if not days or _LEAD.fullmatch(line[: days[0].start]) is None:
        return None
    end = 0
    for day in days:
        if end and _CONNECTOR.fullmatch(line[end : day.start]) is None:
            break
        end = _end_with_clock(day, line)
    gap = _SPLIT.match(line[end:])
    if gap is None:
        return None
    return whole[:end].strip(), whole[end + gap.end() :]


def _end_with_clock(day: Mention, line: str) -> int:
    end = day.end
    for clock in day.clocks:
        if clock.start >= end and re.fullmatch(r"[\s,(]*", line[end : clock.start]):
            zone = _AFTER_CLOCK.match(line[clock.end :])
            end = clock.end + (zone.end() if zone else 0)
    return end
