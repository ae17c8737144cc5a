"""Values of a call's record as rules want them: absent is "", (), or None, whatever pandas, JSON or a store made of it.

A record is a mapping with the columns of calls.fields; a column that it lacks counts as absent.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")


@dataclass(frozen=True)
class Quote:
    """The funder's words, the page they stand on and their heading there; "" where a record keeps none."""

    text: str = ""
    place: str = ""
    label: str = ""


def text(call: Mapping[str, Any], column: str) -> str:
    """A text, "" when absent."""
    value = call.get(column)
    return value.strip() if isinstance(value, str) else ""


def texts(call: Mapping[str, Any], column: str) -> tuple[str, ...]:
    """The texts of a list, () when absent."""
    return tuple(item for item in _items(call.get(column)) if isinstance(item, str) and item)


def rows(call: Mapping[str, Any], column: str) -> tuple[Mapping[str, Any], ...]:
    """The objects of a list, () when absent."""
    return tuple(item for item in _items(call.get(column)) if isinstance(item, Mapping))


def whole(call: Mapping[str, Any], column: str) -> int | None:
    """A whole number over 0, None when absent: an amount or a duration of nothing says nothing."""
    try:
        number = float(call.get(column))  # type: ignore[arg-type]  # None, NaN, pandas' NA: whatever there is
    except (TypeError, ValueError):
        return None
    return int(number) if math.isfinite(number) and number > 0 else None


def flag(call: Mapping[str, Any], column: str) -> bool | None:
    """Yes or no, None when absent. NumPy's booleans are not Python's."""
    value = call.get(column)
    return bool(value) if type(value).__name__ in ("bool", "bool_") else None


def day(call: Mapping[str, Any], column: str) -> date | None:
    """A date, None when absent; of a moment its day in Oslo."""
    value = call.get(column)
    if isinstance(value, datetime):
        found = as_moment(value)
        return found.astimezone(OSLO).date() if found else None
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


def moment(call: Mapping[str, Any], column: str) -> datetime | None:
    """A moment in UTC, None when absent. One without a time zone is UTC."""
    return as_moment(call.get(column))


def as_moment(value: Any) -> datetime | None:
    """`value` as a moment in UTC; None for anything that is none, pandas' NaT among them."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if not isinstance(value, datetime) or value != value:  # NaT is a datetime that differs from itself
        return None
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def quote(call: Mapping[str, Any], *columns: str) -> Quote:
    """The funder's words behind the first of `columns` that has any; else that column's own text on the call's page."""
    evidence = call.get("evidence")
    for column in columns:
        found = _items(evidence.get(column)) if isinstance(evidence, Mapping) else []
        for entry in found:
            if isinstance(entry, Mapping) and isinstance(entry.get("quote"), str) and entry["quote"]:
                return Quote(entry["quote"], str(entry.get("url") or ""), str(entry.get("label") or ""))
    told = next((value for column in columns if (value := text(call, column))), "")
    return Quote(told, text(call, "url") if told else "")


def _items(value: Any) -> list[Any]:
    """The members of a list; a NumPy array is one too, a text or a mapping is not."""
    if isinstance(value, str | bytes | Mapping) or not hasattr(value, "__iter__"):
        return []
    return list(value)
