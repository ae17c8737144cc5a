"""Deadlines that a funder prolonged for many calls at once, which is no drift: they go on together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from calls.drift.groups import Record

LEAST_DAYS, MOST_DAYS = 2, 92
"""By how much. A day is what a wrong time zone gives; a quarter of a year is no prolonging any more."""

MOST_SHARE = 0.5
"""No funder prolongs more than this share of all its deadlines in one night; a misreading does."""

Pair = tuple[Record, Record]


def prolonged(found: Iterable[Pair], deadlines: int) -> set[str]:
    """Ids of the calls whose deadline went on as others' did. found: as it stood, and tonight. deadlines: of all calls.

    Together means from one day to one day, or all by the same number of weeks. A whole month on is left out: that is
    what a wrong count of months gives.
    """
    moved = {str(tonight["source_id"]): step for before, tonight in found if (step := _step(before, tonight))}
    together: set[str] = set()
    for kind in (_same_days, _same_weeks):
        often = Counter(kind(step) for step in moved.values())
        together |= {key for key, step in moved.items() if kind(step) and often[kind(step)] > 1}
    return together if len(together) <= MOST_SHARE * deadlines else set()


def _step(before: Record, tonight: Record) -> tuple[date, date] | None:
    """The day that gave way and the day that came, where one deadline of a call went on as a prolonging goes."""
    old, new = ([datetime.fromisoformat(entry["at"]) for entry in record["deadlines"]] for record in (before, tonight))
    changed = [(one.date(), other.date()) for one, other in zip(old, new, strict=False) if one != other]
    if len(old) != len(new) or len(changed) != 1:
        return None
    first, second = changed[0]
    days = (second - first).days
    is_month = first.day == second.day and days % 7 != 0
    return None if is_month or not LEAST_DAYS <= days <= MOST_DAYS else (first, second)


def _same_days(step: tuple[date, date]) -> tuple[date, date]:
    return step


def _same_weeks(step: tuple[date, date]) -> int:
    """The number of whole weeks; 0 for none."""
    days = (step[1] - step[0]).days
    return 0 if days % 7 else days // 7
