"""A time of year that several rounds share, in thirds of months, and its words in the reader's tongue.

Days of several years are laid on one circle of 365 days, so that 30 December and 4 January are near each other.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from calls.date_words import MONTHS
from calls.tongue import note, say

_DAYS = 365
_APART = 60
"""Days between two times of year; less, and they are one."""

_WIDEST = 45
"""Days over which rounds may be spread and still have a time of year in common."""

_NARROW = 21
"""A spread above this is looked at for one round that stands apart."""

_DRIFT = 1
"""Days by which a date that keeps its weekday moves from one year to the next."""

_WIDEST_THIRDS = 6
_THIRDS = 36
_MONTHS = {number: word for word, number in reversed(MONTHS.items())}
"""By number, the first spelling of `calls.date_words`: the whole word in bokmål."""

_PARTS = (note("begynnelsen"), note("midten"), note("slutten"))
_REFERENCE = date(2023, 1, 1)  # any year of 365 days


@dataclass(frozen=True)
class Season:
    """first and last: thirds of a year counted from 0 (1 to 10 January); last may be in the year after, 36 or more.

    days: the rounds it rests on, oldest first. odd: the one round that stood apart, and how many days after the middle
    of the others (before it: negative).
    """

    first: int
    last: int
    days: tuple[date, ...]
    odd: tuple[date, int] | None = None

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(sorted({day.year for day in self.days}))

    def window(self, year: int) -> tuple[date, date]:
        """First and last day of the season that begins in `year`."""
        return _third_begins(year, self.first), _third_begins(year, self.last + 1) - timedelta(days=1)


def seasons(days: Sequence[date]) -> list[list[date]]:
    """The days by time of year: apart where more than two months of the circle lie between. Each oldest first."""
    places = sorted({_place(day) for day in days})
    if not places:
        return []
    cuts = [
        place for before, place in zip([places[-1] - _DAYS, *places], places, strict=False) if place - before > _APART
    ]
    starts = cuts or [_after_widest_gap(places)]
    grouped: dict[int, list[date]] = {start: [] for start in starts}
    for day in sorted(days):
        grouped[max((start for start in starts if start <= _place(day)), default=starts[-1])].append(day)
    return list(grouped.values())


def find_season(days: Sequence[date]) -> Season | None:
    """The time of year that the days have in common; None where they are spread too far, or fewer than two years.

    With four rounds or more one may stand apart. Two rounds say no more than a month, three and more a part of one.
    """
    if len({day.year for day in days}) < 2:
        return None
    low, high = _span(days)
    odd = None
    kept = tuple(sorted(days))
    if high - low > _NARROW and len(days) >= 4:
        kept, odd = _without_odd(kept)
        low, high = _span(kept)
    if high - low > _WIDEST:
        return None
    first, last = _third(low - _DRIFT), _third(high + _DRIFT)
    if len(kept) == 2:
        first, last = first // 3 * 3, last // 3 * 3 + 2
    if last - first >= _WIDEST_THIRDS:
        return None
    return Season(first, last, kept, odd)


def season_words(season: Season) -> str:
    """«i midten av september», «i august eller september», «rundt månedsskiftet august–september»"""
    first, last = season.first, season.last
    month, end_month = month_name(first // 3 % 12 + 1), month_name(last // 3 % 12 + 1)
    part, end_part = say(_PARTS[first % 3]), say(_PARTS[last % 3])
    if first // 3 == last // 3:
        if last - first == 2:
            return say("i {month}", month=month)
        if first == last:
            return say("i {part} av {month}", part=part, month=month)
        return say("i {part} eller {end_part} av {month}", part=part, end_part=end_part, month=month)
    if last - first == 1:
        return say("rundt månedsskiftet {month}–{end_month}", month=month, end_month=end_month)
    if first % 3 == 0 and last % 3 == 2:
        return say("i {month} eller {end_month}", month=month, end_month=end_month)
    said = note("mellom {part} av {month} og {end_part} av {end_month}")
    return say(said, part=part, month=month, end_part=end_part, end_month=end_month)


def month_name(number: int) -> str:
    """«januar» for 1"""
    return say(_MONTHS[number])


def days_from_middle(day: date, days: Sequence[date]) -> int:
    """How many days of the year `day` lies after the middle of `days`; before it, negative."""
    first, last = _span(days)
    return (_place(day) - (first + last) // 2 + _DAYS // 2) % _DAYS - _DAYS // 2


def _place(day: date) -> int:
    """Day of the year from 0 to 364; 29 February is the last of February."""
    last = min(day.day, monthrange(_REFERENCE.year, day.month)[1])
    return (date(_REFERENCE.year, day.month, last) - _REFERENCE).days


def _after_widest_gap(places: Sequence[int]) -> int:
    gaps = [(place - before, place) for before, place in zip([places[-1] - _DAYS, *places], places, strict=False)]
    return max(gaps, key=lambda gap: (gap[0], -gap[1]))[1]


def _span(days: Sequence[date]) -> tuple[int, int]:
    """First and last place of the days on the circle, cut where the widest gap is; last may be 365 or more."""
    places = sorted({_place(day) for day in days})
    start = _after_widest_gap(places)
    unrolled = [place if place >= start else place + _DAYS for place in places]
    return min(unrolled), max(unrolled)


def _without_odd(days: tuple[date, ...]) -> tuple[tuple[date, ...], tuple[date, int] | None]:
    """The days without the one that makes their span much shorter, and how far it stands from the middle."""
    low, high = _span(days)
    rests = [(day, tuple(other for other in days if other != day)) for day in days]
    day, rest = min(rests, key=lambda one: (_width(one[1]), one[0]))
    if _width(rest) > _NARROW or high - low - _width(rest) < 7:
        return days, None
    return rest, (day, days_from_middle(day, rest))


def _width(days: Sequence[date]) -> int:
    low, high = _span(days)
    return high - low


def _third(place: int) -> int:
    day = _REFERENCE + timedelta(days=place % _DAYS)
    return place // _DAYS * _THIRDS + (day.month - 1) * 3 + min((day.day - 1) // 10, 2)


def _third_begins(year: int, third: int) -> date:
    years, third = divmod(third, _THIRDS)
    return date(year + years, third // 3 + 1, third % 3 * 10 + 1)
