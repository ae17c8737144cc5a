"""A record with the corrections of it applied, and whether a correction is questioned by what the funder says now."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from calls.fields import LIVE_STATUSES
from calls.meaning import canonical as meaning_of
from calls.meaning import content_hash
from calls.model import Json
from calls.normalise.status import status_by_dates
from calls.words import composed
from readers.corrected import as_text, deadline, from_text
from readers.own import mark_opening, settle_dates
from readers.shapes import Correction

DEADLINE = "deadline_at"
_SAME_SLOT = {"deadlines": DEADLINE}
_WORDS_OF: Mapping[str, tuple[str, ...]] = {DEADLINE: ("deadlines", "deadline_at", "deadline_text")}
"""Columns whose evidence holds the funder's words, where not the column itself: the first that has any."""


def slot_of(field: str) -> str:
    """The column that a reader sees corrected: a person who corrects the deadlines corrects the deadline."""
    return _SAME_SLOT.get(field, field)


def newest(corrections: Iterable[Correction]) -> dict[str, Correction]:
    """By slot, the correction of one call that counts: the last. corrections: oldest first."""
    return {slot_of(one.field): one for one in corrections}


def apply(record: Mapping[str, Json], by_slot: Mapping[str, Correction], night_at: datetime) -> dict[str, Json]:
    """The record with the corrected values, its own columns agreeing: deadlines with deadline, status with dates.

    A corrected deadline decides the status as dates do where the funder gives no word, unless the status is corrected
    itself or the call is cancelled; a corrected opening does so for a call that one may apply for, or await.
    """
    found = dict(record)
    for slot, one in by_slot.items():
        found[one.field] = one.value
        if slot == DEADLINE:
            _settle_deadline(found, one)
        if slot == "opens_at":
            mark_opening(found)
    if DEADLINE in by_slot:
        settle_dates(found, night_at)
    if "status" not in by_slot and _follows_dates(record, by_slot):
        found["status"] = status_by_dates(found, found["opens_at"], night_at) or record["status"]
    found["content_hash"] = content_hash(found)
    return found


def _settle_deadline(found: dict[str, Json], one: Correction) -> None:
    if one.field == DEADLINE:
        found["deadlines"] = [] if one.value is None else [deadline(one.value, "stated")]
    if found["deadlines"] and found["deadline_type"] is None:
        found["deadline_type"] = "fixed"


def _follows_dates(record: Mapping[str, Json], by_slot: Mapping[str, Correction]) -> bool:
    if record["status"] == "cancelled":
        return False
    is_live = record["status"] in LIVE_STATUSES
    return DEADLINE in by_slot or (is_live and bool({"opens_at", "deadline_type"} & by_slot.keys()))


def read_value(record: Mapping[str, Json], field: str) -> Json:
    """What we read of that field: of the deadline all of them, as which is next moves on by itself."""
    return record["deadlines"] if slot_of(field) == DEADLINE else record[field]


def funder_words(record: Mapping[str, Json], field: str) -> str:
    """The funder's words behind a column, a line each; "" where none are kept."""
    slot = slot_of(field)
    evidence = record["evidence"] or {}
    rows: list[Mapping[str, Json]] = next(
        (evidence[name] for name in _WORDS_OF.get(slot, (slot,)) if evidence.get(name)), []
    )
    lines = [": ".join(part for part in (row.get("label"), row.get("text")) if part) for row in rows]
    return "\n".join(dict.fromkeys(line for line in lines if line))


def remembered(record: Mapping[str, Json], field: str) -> tuple[str, str | None]:
    """What a correction of the field remembers: what was read, as text, and the funder's words."""
    return as_text(read_value(record, field)), funder_words(record, field) or None


def was(correction: Correction) -> Json:
    """What was read when the correction was made; None also where nobody told."""
    if correction.was_value is None:
        return None
    field = "deadlines" if slot_of(correction.field) == DEADLINE else correction.field
    return from_text(field, correction.was_value)


def is_questioned(correction: Correction, record: Mapping[str, Json]) -> bool:
    """Whether the funder says something else than when the correction was made. record: as read, uncorrected.

    By the funder's words where both have any, by meaning; else by what was read of them.
    """
    if correction.was_value is None:
        return False
    words = funder_words(record, correction.field)
    if correction.was_words and words:
        return composed(correction.was_words) != composed(words)
    field = "deadlines" if slot_of(correction.field) == DEADLINE else correction.field
    before, after = (meaning_of(field, value) for value in (was(correction), read_value(record, correction.field)))
    return json.dumps(before, sort_keys=True) != json.dumps(after, sort_keys=True)
