"""What an alarm says, in bokmål: what was seen, since when, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
MONTHS = (
    "januar", "februar", "mars", "april", "mai", "juni",
    "juli", "august", "september", "oktober", "november", "desember",
)  # fmt: skip


class Told(Protocol):
    """A verdict on a field."""

    @property
    def label_nb(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def seen(self) -> str: ...
    @property
    def since(self) -> date: ...


def night_of(at: datetime) -> date:
    """The day in Oslo that a moment belongs to. at: UTC."""
    return at.astimezone(OSLO).date()


def day_words(day: date) -> str:
    """The date as it is written in bokmål: `16. september 2026`."""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def said(fields: Sequence[Told], blocks: bool) -> str:
    """The alarm about a source; "" when no field is named."""
    failing = [_field(verdict) for verdict in fields if verdict.state == "failing"]
    watched = [_field(verdict) for verdict in fields if verdict.state == "watch"]
    parts = []
    if blocks:
        parts.append(
            f"Opplysninger mangler eller leses annerledes i natt: {'; '.join(failing)}. Siden er trolig lagt om."
        )
    elif failing:
        parts.append(
            f"Felt som ikke leses trygt: {'; '.join(failing)}. Det vi leste sist, står, merket. «radar fields» viser "
            "før og nå."
        )
    if watched:
        parts.append(f"Bør sjekkes hos finansiøren: {'; '.join(watched)}.")
    return " ".join(parts)


def _field(verdict: Told) -> str:
    return f"{verdict.label_nb} ({verdict.seen}; siden natten {day_words(verdict.since)})"
