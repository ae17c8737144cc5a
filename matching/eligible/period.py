"""When the project is to run against when the call allows projects to run.

A wish may be moved: a project that would start three months too late can start earlier. So the rule says no only when
the planned and the allowed period do not touch at all. A plan by month may be placed anywhere in its month; one by year
alone settles only what holds for the whole year.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from calls.tongue import say
from matching.eligible import facts
from matching.eligible.facts import Quote
from matching.eligible.rule import Rule, date_nb, silent, stated
from matching.profiles import Profile

Fit = Literal["within", "early", "late", "open"]
_COLUMNS = (
    "project_start_latest_date",
    "project_start_earliest_date",
    "project_end_latest_date",
    "duration_max_months",
    "duration_min_months",
)
_MONTH = "YYYY-MM"


@dataclass(frozen=True)
class Allowed:
    """What the call allows: dates of start and end, and months; None where it does not say."""

    earliest: date | None
    latest_start: date | None
    latest_end: date | None
    shortest: int | None
    longest: int | None

    @property
    def is_stated(self) -> bool:
        return any((self.earliest, self.latest_start, self.latest_end, self.shortest, self.longest))

    @property
    def is_in_order(self) -> bool:
        days = [day for day in (self.earliest, self.latest_start, self.latest_end) if day]
        return days == sorted(days) and (self.shortest or 0) <= (self.longest or self.shortest or 0)


@dataclass(frozen=True)
class Span:
    """When something planned may happen: from the first day to the last. is_exact: any day of it will do."""

    first: date
    last: date
    is_exact: bool


def time_rule(call: Mapping[str, Any], profile: Profile) -> Rule:
    """Whether the project can run when the call allows projects to run."""
    allowed = Allowed(
        facts.day(call, "project_start_earliest_date"),
        facts.day(call, "project_start_latest_date"),
        facts.day(call, "project_end_latest_date"),
        facts.whole(call, "duration_min_months"),
        facts.whole(call, "duration_max_months"),
    )
    words = facts.quote(call, *_COLUMNS)
    if not allowed.is_stated:
        return silent("time", say("Utlysningen sier ikke noe om når prosjektet skal gå."))
    if not profile.start and not profile.end:
        return stated("time", "unknown", say("Profilen sier ikke når prosjektet skal gå."), words)
    if not allowed.is_in_order:
        return stated("time", "unknown", say("Datoene i utlysningen henger ikke sammen."), words)
    start, end = _span(profile.start), _span(profile.end)
    if allowed.latest_end and start and start.first > allowed.latest_end:
        day = date_nb(allowed.latest_end)
        told = say("Prosjektet må være ferdig {day}. Dere har tenkt å begynne etter det.", day=day)
        return stated("time", "no", told, facts.quote(call, "project_end_latest_date"))
    if allowed.earliest and end and end.last < allowed.earliest:
        day = date_nb(allowed.earliest)
        told = say("Prosjektet kan tidligst begynne {day}. Dere har tenkt å være ferdige før det.", day=day)
        return stated("time", "no", told, facts.quote(call, "project_start_earliest_date"))
    return _moved(allowed, start, end, words)


def _moved(allowed: Allowed, start: Span | None, end: Span | None, words: Quote) -> Rule:
    """The rule where the periods touch: yes when the plan fits as it is, unknown when it would have to be moved."""
    begins = _fit(start, allowed.earliest, allowed.latest_start)
    ends = _fit(end, None, allowed.latest_end)
    lasts = _lasts(start, end, allowed)
    first, last, by = (_or_nothing(day) for day in (allowed.earliest, allowed.latest_start, allowed.latest_end))
    told = {
        "late start": say("Prosjektet må begynne senest {day}. Dere har tenkt å begynne senere.", day=last),
        "early start": say("Prosjektet kan tidligst begynne {day}. Dere har tenkt å begynne før.", day=first),
        "late end": say("Prosjektet må være ferdig {day}. Dere har tenkt å holde på lenger.", day=by),
        "late length": say(
            "Prosjektet kan vare høyst {months} måneder. Dere har tenkt lenger.", months=allowed.longest
        ),
        "early length": say(
            "Prosjektet må vare minst {months} måneder. Dere har tenkt kortere.", months=allowed.shortest
        ),
    }
    for key in (f"{begins} start", f"{ends} end", f"{lasts} length"):
        if key in told:
            return stated("time", "unknown", told[key], words)
    if "open" in (begins, ends, lasts):
        return stated("time", "unknown", say("Profilen sier ikke nøyaktig nok når prosjektet skal gå."), words)
    return stated("time", "yes", say("Perioden dere har tenkt, er innenfor."), words)


def _fit(span: Span | None, low: date | None, high: date | None) -> Fit:
    if low is None and high is None:
        return "within"
    if span is None:
        return "open"
    if low and span.last < low:
        return "early"
    if high and span.first > high:
        return "late"
    is_inside = (not low or span.first >= low) and (not high or span.last <= high)
    return "within" if span.is_exact or is_inside else "open"


def _lasts(start: Span | None, end: Span | None, allowed: Allowed) -> Fit:
    """How many months the plan takes against what is allowed; a plan by years may take fewer than its years."""
    if allowed.shortest is None and allowed.longest is None:
        return "within"
    if start is None or end is None:
        return "open"
    most = _months(start.first, end.last)
    least = max(_months(start.last, end.first), 0)
    if allowed.longest and least > allowed.longest:
        return "late"
    if allowed.shortest and most < allowed.shortest:
        return "early"
    is_inside = most <= (allowed.longest or most) and least >= (allowed.shortest or least)
    return "within" if is_inside else "open"


def _months(first: date, last: date) -> int:
    """Calendar months from the one of `first` to the one of `last`, both counted."""
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _span(text: str) -> Span | None:
    """`YYYY` or `YYYY-MM` as the days it may be, None for ""."""
    if not text:
        return None
    first = date.fromisoformat(f"{text}-01-01"[:10])
    year, month = (int(part) for part in f"{text}-12"[:7].split("-"))
    return Span(first, date(year, month, calendar.monthrange(year, month)[1]), len(text) == len(_MONTH))


def _or_nothing(day: date | None) -> str:
    return date_nb(day) if day else ""
