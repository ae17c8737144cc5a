"""The calls of a generated history: what the funder has on a night, and the record that a source would make of it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from calls.fields import NAMES
from calls.history import Look
from calls.meaning import content_hash

FIRST = date(2026, 3, 1)
OSLO = ZoneInfo("Europe/Oslo")

Shape = Literal["fixed", "staged", "cut_off", "rolling"]


@dataclass
class Call:
    """A call as the funder has it tonight. `days` are its deadlines, oldest first."""

    key: str
    title: str
    shape: Shape
    opens: date
    days: list[date]
    scheme: str
    amount: int
    appears: int
    removed: int | None = None  # the night from which the funder has taken it away
    returns: int | None = None  # the night from which it is there again; None: taken away for good
    is_cancelled: bool = False
    missing: set[int] = field(default_factory=set)  # nights on which the list leaves it out

    def status(self, night: date) -> str:
        if self.is_cancelled:
            return "cancelled"
        if self.days and all(day < night for day in self.days):
            return "closed"
        return "forecasted" if self.opens > night else "open"

    def is_listed(self, number: int, night: date) -> bool:
        """A call that closed leaves the list the night after, without anybody having removed it."""
        is_over = bool(self.days) and self.days[-1] < night - timedelta(days=1)
        return self.appears <= number and not self.is_away(number) and not is_over

    def is_away(self, number: int) -> bool:
        """Whether the funder has taken the call away, tonight at least."""
        is_back = self.returns is not None and number >= self.returns
        return self.removed is not None and number >= self.removed and not is_back


@dataclass(frozen=True)
class Shown:
    """What one night brings. looks: what the pages of calls in no list say."""

    number: int
    records: list[dict[str, Any]]
    is_complete: bool
    looks: dict[str, Look]
    hold_new: bool


def day_of(number: int) -> date:
    return FIRST + timedelta(days=number)


def began(number: int) -> datetime:
    return datetime.combine(day_of(number), time(2, 30), OSLO).astimezone(UTC)


def rendered(call: Call, number: int, seed: int) -> dict[str, Any]:
    """The record of a night: the status by its dates, words and lists in the style of the seed.

    Another style has other blanks, another order, another clock time that means the same, and may leave out deadlines
    that have passed.
    """
    style = random.Random(seed)
    night = day_of(number)
    drops_past = style.random() < 0.5
    days = [day for day in call.days if not drops_past or day >= night] or call.days[-1:]
    deadlines = [_deadline(day, call.shape, call.days.index(day), style) for day in days]
    moments = [datetime.fromisoformat(one["at"]) for one in deadlines]
    found = {
        **dict.fromkeys(NAMES),
        "source": "truth",
        "source_id": call.key,
        "url": f"https://example.org/{call.key}",
        "title": call.title.replace(" ", style.choice((" ", "  ", "\u00a0"))),
        "lang": "nb",
        "funder": "Finansiøren",
        "scheme": call.scheme,
        "status": call.status(night),
        "status_text": "Avlyst" if call.is_cancelled else None,
        "opens_at": datetime.combine(call.opens, time(8), OSLO).astimezone(UTC),
        "deadline_at": next((one for one in moments if one >= began(number)), moments[-1] if moments else None),
        "deadlines": style.sample(deadlines, len(deadlines)),
        "deadline_type": call.shape,
        "budget_nok": call.amount,
        "target_groups": style.sample(["Bedrifter", "Kommuner", "Sykehus"], 3),
        "first_seen_at": began(number),
        "last_seen_at": began(number),
        "is_listed": True,
        "parser_version": "1",
    }
    return {**found, "content_hash": content_hash(found)}


def _deadline(day: date, shape: Shape, place: int, chance: random.Random) -> dict[str, Any]:
    """17:00 one night, midnight or noon the next: the list rewrites the clock time, and means the same."""
    at = datetime.combine(day, time(chance.choice((0, 12, 17))), OSLO).astimezone(UTC)
    label = ("Skisse", "Søknad")[place] if shape == "staged" else "Frist"
    text = chance.choice((f"{day.day}.{day.month}.{day.year}", day.isoformat()))
    iso = at.isoformat().replace("+00:00", "Z")
    return {"at": iso, "type": shape, "label": label, "text": text, "clock": "listed", "is_closed": False}
