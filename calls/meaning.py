"""What a record means, apart from how it is written: the same words in another order or spelling mean the same.

Every comparison of records rests on this. What follows from a difference stands in `calls.history`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from calls.fields import SEEN_COLUMNS
from calls.model import Json
from calls.words import composed

OSLO = ZoneInfo("Europe/Oslo")

UNHASHED = (*SEEN_COLUMNS, "evidence", "content_hash", "parser_version", "layout", "api_id", "deadline_at")
"""deadline_at moves on by itself from one stage to the next; its stages are in `deadlines`."""


def content_hash(record: Mapping[str, Json]) -> str:
    """SHA-256 (hex) of what the funder says, by meaning. TypeError for a value that no column may hold."""
    return hashlib.sha256(_json(meaning(record)).encode()).hexdigest()


def meaning(record: Mapping[str, Json]) -> dict[str, Json]:
    """The canonical values of every column that says what the funder says; plain JSON but for what none may hold."""
    found = {name: canonical(name, value) for name, value in record.items() if name not in UNHASHED}
    if found.get("deadlines"):
        found["deadline_text"] = None  # the days say it all
    if record.get("opens_at") is not None and not is_opening_stated(record):
        found["opens_at"] = local_day(record["opens_at"]).isoformat()
    return found


def canonical(column: str, value: Json) -> Json:
    """One value of a column of CALL in the one form that all its spellings share; absent, empty and null are null.

    Text: accents composed (NFC), invisible characters gone, white space folded. Moments: UTC to the minute. Lists in
    which order means nothing are sorted. An entry of `deadlines` whose clock the funder does not state counts by its
    day in Norway; the words beside a date that was read do not count.
    """
    entry = _ENTRIES.get(column)
    if entry is None or not isinstance(value, (list, tuple)):
        return _plain(value)
    entries = [_plain(entry(one) if isinstance(one, dict) else one) for one in value]
    return sorted((one for one in entries if one is not None), key=_json) or None


def local_day(moment: datetime) -> date:
    """The day of a moment in Norway; at the ends of time, that of UTC."""
    try:
        return moment.astimezone(OSLO).date()
    except OverflowError:
        return moment.date()


def is_stated(entry: Mapping[str, Json]) -> bool:
    """Whether the funder states the clock time of an entry of `deadlines`; one without the mark does."""
    return entry.get("clock") in (None, "stated")


def is_opening_stated(record: Mapping[str, Json]) -> bool:
    """Whether the funder states the clock time of `opens_at`."""
    evidence = record.get("evidence")
    cited = evidence.get("opens_at") if isinstance(evidence, dict) else None
    return not (isinstance(cited, list) and cited and isinstance(cited[0], dict) and not is_stated(cited[0]))


def _deadline(entry: dict[str, Json]) -> dict[str, Json]:
    at = datetime.fromisoformat(entry["at"])
    when = _moment(at) if is_stated(entry) else local_day(at).isoformat()
    return {"when": when, **{name: value for name, value in entry.items() if name not in ("at", "clock", "text")}}


def _dated(entry: dict[str, Json]) -> dict[str, Json]:
    return entry if entry.get("date") is None else {**entry, "text": None}


def _theme(entry: dict[str, Json]) -> dict[str, Json]:
    """A bare name says all; the words beside it are those of the whole list of names."""
    says_more = any(entry.get(name) is not None for name in ("amount_nok", "target_group"))
    return entry if says_more else {**entry, "text": None}


def _whole(entry: dict[str, Json]) -> dict[str, Json]:
    return entry


_ENTRIES: dict[str, Callable[[dict[str, Json]], dict[str, Json]]] = {
    "themes": _theme,
    "deadlines": _deadline,
    "other_dates": _dated,
    "applicant_types": _whole,
    "target_groups": _whole,
    "regions": _whole,
    "contact": _whole,
    "change_notes": _whole,
}
"""Lists in which order means nothing, and what of an entry counts."""


def _plain(value: Any) -> Json:
    if isinstance(value, str):
        return composed(value) or None
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()} or None
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value] or None
    return value


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="minutes").replace("+00:00", "Z")


def _json(value: Json) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=_refuse)


def _refuse(value: object) -> str:
    raise TypeError(f"no plain form for {type(value).__name__}")
