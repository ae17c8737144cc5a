"""Fields that a person has looked at and found right: how that is kept, and in which night it counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from readers.rows import Row
from readers.shapes import Acceptance, DecisionError


def acceptance(row: Row) -> Acceptance:
    """A row of the table as what it says. DecisionError when its night is no date."""
    try:
        return Acceptance(**{**row, "night": date.fromisoformat(row["night"])})
    except ValueError as error:
        raise DecisionError(f"Natten {row['night']!r} er ingen dato.") from error


def in_force(said: Iterable[Acceptance], night: date, last_good: date | None) -> frozenset[str]:
    """Fields of one source that count as accepted in a night.

    said: the standing acceptances of the source. last_good: the night before this one on which the source was last
    published; None when it never was. An acceptance counts in the first night from its own on in which the source is
    published, and in none after that: what is read then is the measure, and if the field changes once more, somebody
    has to look once more.
    """
    return frozenset(one.field for one in said if one.night <= night and (last_good is None or last_good < one.night))
