"""The portal's dates: which day in Brussels they mean, and what its clock times are worth.

The portal writes local times as if they were UTC, and rewrites them without anything having changed: a deadline at
17:00 in Brussels stands as T17:00 or T00:00. So the day is the one that is written. T00:00 and T17:00 are 17:00 in
Brussels; any other time is taken as it stands (UTC), but never later than the end of the written day in Brussels.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from calls.model import Json

BRUSSELS = ZoneInfo("Europe/Brussels")
CLOSING = time(17)
"""Calls close at 17:00 Brussels time where nothing else is said."""

_UNSAID = (time(0), CLOSING)
_YEARS = range(1990, 2101)
_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::\d{2})?(?:\.\d{1,9})?\s*(Z|[+-]\d{2}:?\d{2})?)?", re.ASCII
)
_EPOCH_MS = re.compile(r"\d{12,13}", re.ASCII)
_ZERO = re.compile(r"|Z|[+-]00:?00")


@dataclass(frozen=True)
class Moment:
    """A date of the portal. at: UTC. clock: "inferred" (17:00 by rule) or "listed" (what the portal happens to say)."""

    day: date
    at: datetime
    clock: str
    quote: str  # the day as it stands in the answer

    @property
    def opens_at(self) -> datetime:
        """The beginning of the day, UTC: what it means as an opening."""
        return datetime.combine(self.day, time(0), BRUSSELS).astimezone(UTC)


def moment(value: Json) -> Moment | None:
    """The moment of an ISO date with or without a time, or of milliseconds since 1970; None for anything else."""
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if _EPOCH_MS.fullmatch(text):
        at = datetime.fromtimestamp(int(text) // 1000, UTC)
        local = at.astimezone(BRUSSELS)
        is_unsaid = local.time() in _UNSAID or at.time() in _UNSAID
        return _of(local.date(), None if is_unsaid else at, text)
    found = _ISO.fullmatch(text)
    if not found:
        return None
    written, clock, zone = found[1], found[2], found[3] or ""
    try:
        day = date.fromisoformat(written)
        at_clock = time.fromisoformat(clock) if clock else None
        zoned = datetime.fromisoformat(f"{written}T{clock}{zone}") if clock and zone else None
    except ValueError:
        return None
    if at_clock is None or (at_clock in _UNSAID and _ZERO.fullmatch(zone)):
        return _of(day, None, written)
    if zoned is None or _ZERO.fullmatch(zone):
        return _of(day, datetime.combine(day, at_clock, UTC), written)
    if day.year not in _YEARS:
        return None  # another zone's year 1 or 9999 cannot be counted with
    return _of(zoned.astimezone(BRUSSELS).date(), zoned.astimezone(UTC), written)


def _of(day: date, at: datetime | None, quote: str) -> Moment | None:
    if day.year not in _YEARS:
        return None
    if at is None:
        return Moment(day, datetime.combine(day, CLOSING, BRUSSELS).astimezone(UTC), "inferred", quote)
    end = datetime.combine(day + timedelta(days=1), time(0), BRUSSELS).astimezone(UTC) - timedelta(minutes=1)
    return Moment(day, min(at.replace(second=0, microsecond=0), end), "listed", quote)
