"""How full a field is: of all calls beside the last nights, and of those that are new beside those that are not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from statistics import median

from calls.drift.chance import BY_CHANCE, at_most
from calls.drift.groups import EMPTY, Group, Record, group_of
from calls.drift.reference import Reference
from calls.drift.signals import Signal

NIGHTS_LEAST = 5
"""Before so many good nights there is no usual share of filled fields."""

NEARLY_ALL = 0.9
"""Calls of one kind come together, so that only a field that every kind fills has a share to compare with."""

THIN_BY = 0.15
YOUNG = timedelta(days=14)
YOUNG_LEAST = 5
YOUNG_BY = 0.3
FULL = ("full_text", "deadline_type", "status", "applicant_text")
"""Columns that nearly every call fills, and that a match or a deadline rests on."""


def thinned(records: Sequence[Record], reference: Reference) -> Iterator[Signal]:
    """Fields that nearly all calls fill, and fewer do: than on the last nights, or among those that are new."""
    read = [*records, *(reference.records[key] for key in reference.as_before if key in reference.records)]
    night = [record for record in read if record["layout"] is not None] or read
    for column in FULL:
        group = group_of(column)
        if group is None or not night:
            continue
        rates = [rate[column] for rate in reference.fill_rates if column in rate]
        if len(rates) >= NIGHTS_LEAST and not reference.as_before:
            yield from _thin(group, column, night, median(rates))
        yield from _young(group, column, night)


def _thin(group: Group, column: str, night: Sequence[Record], usual: float) -> Iterator[Signal]:
    """Of a source that reads each call every night; of others the rates are those of what happened to change."""
    filled = sum(1 for record in night if record[column] not in EMPTY)
    is_thin = usual >= NEARLY_ALL and filled / len(night) < usual - THIN_BY
    if is_thin and at_most(filled, len(night), min(usual, 1 - 1e-9)) < BY_CHANCE:
        seen = f"fylt ut hos {_percent(filled / len(night))} av utlysningene, mot vanlig {_percent(usual)}"
        yield Signal(group, False, seen, len(night) - filled)


def _young(group: Group, column: str, night: Sequence[Record]) -> Iterator[Signal]:
    """A layout that only new calls have shows in them alone."""
    newest = max(record["last_seen_at"] for record in night)
    young = [record for record in night if record["first_seen_at"] > newest - YOUNG]
    old = [record for record in night if record["first_seen_at"] <= newest - YOUNG]
    if len(young) < YOUNG_LEAST or len(old) < YOUNG_LEAST:
        return
    share = sum(1 for record in old if record[column] not in EMPTY) / len(old)
    filled = sum(1 for record in young if record[column] not in EMPTY)
    is_thin = share >= NEARLY_ALL and filled / len(young) < share - YOUNG_BY
    if is_thin and at_most(filled, len(young), min(share, 1 - 1e-9)) < BY_CHANCE:
        seen = f"fylt ut hos {filled} av {len(young)} nye utlysninger, mot {_percent(share)} av de andre"
        yield Signal(group, False, seen, len(young) - filled)


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("%", " %")
