"""Calls that are long over, whose pages nobody edits: if they read otherwise, the site or our reading has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from calls.drift.compare import Moves, pairs
from calls.drift.groups import GROUPS, Group, Record, is_other, meaning
from calls.drift.reference import Reference
from calls.drift.signals import Signal

CANARIES = 5
FAILING = 2
"""So many canaries that read otherwise in one field may make it fail; one may have been edited after all."""

_STILL_EDITED = ("status", "contact", "twin_url", "is_listed")
"""Fields that funders tidy up on the pages of old calls. Of results and change notes only the loss is odd."""


def choose_canaries(
    earlier: Mapping[str, Record], at: datetime, age: timedelta, most: int = CANARIES
) -> tuple[str, ...]:
    """Ids of calls that are closed, and whose last deadline is `age` past at least; the same every night.

    earlier: calls whose own page was read. at: when the night began, UTC. One of each layout first, so that each way of
    reading is watched; at random (by the hash of the id) beyond that.
    """
    old = [key for key, record in earlier.items() if _is_over(record, at - age)]
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


def _is_over(record: Record, before: datetime) -> bool:
    if record["status"] != "closed" or record["layout"] is None or not record["deadlines"]:
        return False
    return datetime.fromisoformat(record["deadlines"][-1]["at"]) < before


def canaries(records: Sequence[Record], reference: Reference, found: Sequence[Moves]) -> Iterator[Signal]:
    """Fields that calls long over read otherwise. Such a field fails where no other call speaks for it.

    found: how the other calls moved. Pages of another age may be laid out anew by themselves: while the calls that one
    may apply for read as before, the canaries' field is looked at, and believed.
    """
    read = [pair for pair in pairs(records, reference.records) if str(pair[1]["source_id"]) in reference.canaries]
    for group in GROUPS:
        if group.name in _STILL_EDITED:
            continue
        odd = [pair for pair in read if _differs(group, *pair)]
        if odd:
            fails = len(odd) >= FAILING and not _is_vouched_for(group, found)
            seen = f"{len(odd)} av {len(read)} avsluttede utlysninger som ingen skal ha endret, leses annerledes"
            yield Signal(group, fails, seen, len(odd))


def _is_vouched_for(group: Group, found: Sequence[Moves]) -> bool:
    """Whether other calls had a value in the field, and all of them have it still."""
    own = [moves for moves in found if moves.group is group]
    return any(moves.had for moves in own) and not any(moves.gone for moves in own)


def _differs(group: Group, before: Record, tonight: Record) -> bool:
    for column in group.compared:
        old, new = (meaning(group, column, record) for record in (before, tonight))
        if old is not None and (new is None or is_other(column, old, new)):
            return True
    return False
