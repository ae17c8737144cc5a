"""What a call's budget overview says of the call itself. The overview covers every topic of the funder's call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from calls.model import Json

_MOST = 10**12
"""Euro beyond this are a mistake: the whole of Horizon Europe is a tenth of it."""


@dataclass(frozen=True)
class Amount:
    """Whole euro (or a count), and how the number stands in the answer."""

    value: int
    quote: str


@dataclass(frozen=True)
class Money:
    """What one topic offers. shared: how many other topics have the same pot in the overview, and may share it."""

    budget: tuple[Amount, ...]  # one a row and year; the pot is their sum
    floor: Amount | None
    ceiling: Amount | None
    awards: tuple[Amount, ...]
    shared: int = 0


def amount(value: Json) -> Amount | None:
    """A positive whole number, given as a number or as a string; None for zero, and for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    text = str(value).strip()
    try:
        number = Decimal(text)
        if not number.is_finite() or not 0 < number < _MOST:
            return None
        whole = int(number)
    except (InvalidOperation, ValueError):
        return None
    return Amount(whole, text) if whole == number else None


def own_rows(overview: Json, identifier: str) -> tuple[list[Mapping[str, Json]], int]:
    """Rows of the topic itself, and how many other topics' rows stand in the same group with the same pot.

    A row is a topic's own when its action begins with the identifier and a blank: `…-01` is not `…-01-two-stage`.
    """
    own: list[Mapping[str, Json]] = []
    shared: set[str] = set()
    for group in _groups(overview):
        mine = [row for row in group if _action(row).startswith(f"{identifier} ")]
        own += mine
        pots = [row.get("budgetYearMap") for row in mine if row.get("budgetYearMap")]
        others = [row for row in group if row not in mine and row.get("budgetYearMap") in pots]
        shared.update(_action(row).partition(" ")[0] for row in others)
    unique: list[Mapping[str, Json]] = []
    for row in own:
        if row not in unique:
            unique.append(row)
    return sorted(unique, key=_action), len(shared - {identifier})


def read(overview: Json, identifier: str) -> Money:
    """The topic's own money; nothing where the overview has no row of its own."""
    rows, shared = own_rows(overview, identifier)
    pots = [amount(value) for years in _different(rows) for _, value in years]
    floors = [one for row in rows if (one := amount(row.get("minContribution")))]
    ceilings = [one for row in rows if (one := amount(row.get("maxContribution")))]
    awards = [one for row in rows if (one := amount(row.get("expectedGrants")))]
    return Money(
        budget=tuple(one for one in pots if one),
        floor=min(floors, key=lambda one: one.value, default=None),
        ceiling=max(ceilings, key=lambda one: one.value, default=None),
        awards=tuple(awards),
        shared=shared,
    )


def _groups(overview: Json) -> Iterator[list[Mapping[str, Json]]]:
    groups = overview.get("budgetTopicActionMap") if isinstance(overview, dict) else None
    for _, rows in sorted(groups.items()) if isinstance(groups, dict) else ():
        if isinstance(rows, list):
            yield [row for row in rows if isinstance(row, dict)]


def _action(row: Mapping[str, Json]) -> str:
    action = row.get("action")
    return action if isinstance(action, str) else ""


def _different(rows: list[Mapping[str, Json]]) -> list[list[tuple[str, Json]]]:
    """The pots by year, each once: two kinds of action of one topic that show the same pot share it."""
    found: list[list[tuple[str, Json]]] = []
    for row in rows:
        if (years := _years(row)) and years not in found:
            found.append(years)
    return found


def _years(row: Mapping[str, Json]) -> list[tuple[str, Json]]:
    years = row.get("budgetYearMap")
    return sorted(years.items()) if isinstance(years, dict) else []
