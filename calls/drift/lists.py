"""Calls that left the list all at once although they are not over, and lists whose keys are all new."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from calls.drift.chance import BY_CHANCE, at_least
from calls.drift.compare import is_ahead
from calls.drift.groups import LIST_GROUP, Record
from calls.drift.signals import LEAST, Signal

OVER = ("closed", "cancelled")

LEAVES = 0.01
"""Share of live calls that leave the list on an ordinary night before their deadline."""

MISSING_SHARE = 0.2
RENAMED_SHARE = 0.5


def missing(
    records: Sequence[Record], listed: Collection[str], earlier: Mapping[str, Record], at: datetime
) -> Iterator[Signal]:
    """Live calls that tonight's lists lack, and that their dates and their own pages do not say are over."""
    tonight = {str(record["source_id"]): record for record in records}
    live = _listed(earlier)
    gone = [key for key in live if key not in listed and _should_be_there(earlier[key], tonight.get(key), at)]
    if len(gone) >= LEAST:
        fails = len(gone) > MISSING_SHARE * len(live)
        if fails or at_least(len(gone), len(live), LEAVES) < BY_CHANCE:
            seen = f"{len(gone)} av {len(live)} utlysninger som ikke er over, mangler i listen"
            yield Signal(LIST_GROUP, True, seen, len(gone))


def _listed(earlier: Mapping[str, Record]) -> list[str]:
    """Calls that the list held and that are not known to be over."""
    return [key for key, record in earlier.items() if record["is_listed"] and record["status"] not in OVER]


def _should_be_there(before: Record, tonight: Record | None, at: datetime) -> bool:
    if tonight is not None:
        return tonight["status"] not in OVER
    return is_ahead(before, at) or not before["deadlines"]


def renamed(listed: Collection[str], earlier: Mapping[str, Record]) -> Iterator[Signal]:
    """Most of the list is new and most of what was live is missing: the source's keys have changed."""
    live = _listed(earlier)
    new = sum(1 for key in listed if key not in earlier)
    gone = sum(1 for key in live if key not in listed)
    if min(new, gone) >= LEAST and new > RENAMED_SHARE * len(listed) and gone > RENAMED_SHARE * len(live):
        yield Signal(LIST_GROUP, True, "nesten alle utlysningene i listen har fått ny id", new)
