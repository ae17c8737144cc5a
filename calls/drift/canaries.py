"""Calls that are long over, whose pages nobody edits: if they read otherwise, the site or our reading has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from calls.drift.compare import pairs
from calls.drift.groups import GROUPS, Group, Record, is_other, meaning

AGE = timedelta(days=365)
"""How long ago the last deadline of a canary must be: its results are out, and its page is left alone."""

CANARIES = 5
FAILING = 2
"""So many canaries that read otherwise in one field make the field fail; one may have been edited after all."""

_STILL_EDITED = ("results", "change_notes", "status", "contact", "twin_url", "is_listed")


def choose_canaries(earlier: Mapping[str, Record], at: datetime, most: int = CANARIES) -> tuple[str, ...]:
    """Ids of calls that are closed, whose page was read, and whose last deadline is long past; the same every night.

    One of each layout first, so that each way of reading is watched; at random (by the hash of the id) beyond that.
    """
    old = [key for key, record in earlier.items() if _is_over(record, at)]
    old.sort(key=lambda key: hashlib.sha256(key.encode("utf-8", "replace")).hexdigest())
    chosen: dict[str, None] = {}
    seen: set[str] = set()
    for key in old:
        layout = str(earlier[key]["layout"])
        if layout not in seen:
            seen.add(layout)
            chosen[key] = None
    chosen |= dict.fromkeys(old)
    return tuple(sorted(list(chosen)[:most]))


def _is_over(record: Record, at: datetime) -> bool:
    if record["status"] != "closed" or record["layout"] is None or not record["deadlines"]:
        return False
    return datetime.fromisoformat(record["deadlines"][-1]["at"]) < at - AGE


def odd_canaries(
    records: Sequence[Record], earlier: Mapping[str, Record], canaries: Collection[str]
) -> list[tuple[Group, list[str], int]]:
    """Each group in which canaries read otherwise: which of them, and how many canaries were read tonight."""
    read = [pair for pair in pairs(records, earlier) if str(pair[1]["source_id"]) in canaries]
    found = []
    for group in GROUPS:
        if group.name in _STILL_EDITED:
            continue
        odd = [str(tonight["source_id"]) for before, tonight in read if _differs(group, before, tonight)]
        if odd:
            found.append((group, odd, len(read)))
    return found


def _differs(group: Group, before: Record, tonight: Record) -> bool:
    for column in group.compared:
        old, new = (meaning(group, column, record) for record in (before, tonight))
        if old is not None and (new is None or is_other(column, old, new)):
            return True
    return False
