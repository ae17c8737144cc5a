"""Corrected values: which columns a person may correct, and how a value is kept as text."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

from calls.database import canonical
from calls.fields import BY_NAME, NAMES, SEEN_COLUMNS
from calls.model import Json
from calls.store.rows import fits
from readers.shapes import DecisionError

FIELDS = tuple(
    name
    for name in NAMES
    if name not in {*SEEN_COLUMNS, "source", "source_id", "evidence", "content_hash", "parser_version", "layout"}
)
"""Columns that say something about the call. The others say how we came by it."""


def to_text(field: str, value: Json) -> str:
    """The value as canonical JSON. DecisionError when the column cannot be corrected or cannot hold the value."""
    if field not in FIELDS:
        raise DecisionError(f"Feltet {field!r} kan ikke rettes.")
    if not fits(BY_NAME[field], value):
        allowed = BY_NAME[field].allowed
        hint = f"; lovlige er {', '.join(allowed)}" if allowed else ""
        raise DecisionError(f"Verdien passer ikke i {field} ({BY_NAME[field].dtype}{hint}).")
    if isinstance(value, datetime):
        return canonical(value.astimezone(UTC).isoformat())
    return canonical(value.isoformat() if isinstance(value, date) else value)


def from_text(field: str, text: str) -> Json:
    """The value that `to_text` was given. DecisionError when the text does not hold one."""
    try:
        value = json.loads(text)
        if field in FIELDS and isinstance(value, str):
            dtype = BY_NAME[field].dtype
            if dtype == "datetime":
                return datetime.fromisoformat(value)
            return date.fromisoformat(value) if dtype == "date" else value
    except ValueError as error:
        raise DecisionError(f"Den rettede verdien av {field!r} kan ikke leses.") from error
    return value
