"""Values that a person gives for a column of a call: which columns, how they are cleaned, and how kept as text.

Text is kept as typed but for what cannot be seen: direction marks and other invisible characters go, control characters
count as blanks. NUL and half characters are refused. What a form says stands in `readers.forms`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime

from calls.database import canonical, is_storable
from calls.fields import BY_NAME, DEADLINE_TYPES, NAMES, SEEN_COLUMNS
from calls.model import Json
from calls.normalise.deadlines import iso
from calls.store.rows import fits
from calls.tongue import say
from calls.words import clean
from readers.shapes import DecisionError

FIELDS = tuple(
    name
    for name in NAMES
    if name not in {*SEEN_COLUMNS, "source", "source_id", "evidence", "content_hash", "parser_version", "layout"}
)
"""Columns that say something about the call. The others say how we came by it."""

MOST_CHARS: Mapping[str, int] = {"title": 500, "full_text": 200_000, "url": 2000, "funder": 500}
"""Characters of a text, by column; of every other one MOST_CHARS_ELSE."""

MOST_CHARS_ELSE = 20_000
MOST_PARTS = 100
"""Entries of a list."""

MOST_NOK = 10**13
MOST_PCT = 100


def label(column: str) -> str:
    """What a reader calls the column; its name where there is none."""
    return BY_NAME[column].label_nb if column in BY_NAME else column


def told_label(column: str) -> str:
    """The same in the reader's tongue, for a message."""
    return say(label(column))


def tidy(column: str, value: Json) -> Json:
    """The value as it is kept. DecisionError, naming the field, for text that cannot be kept or is too long."""
    if isinstance(value, str):
        return _tidy_text(column, value)
    if isinstance(value, (list, tuple)):
        if len(value) > MOST_PARTS:
            raise DecisionError(say("«{label}» kan ha høyst {most} deler.", label=told_label(column), most=MOST_PARTS))
        return [tidy(column, part) for part in value]
    if isinstance(value, dict):
        return {str(name): tidy(column, part) for name, part in value.items()}
    return value


def _tidy_text(column: str, text: str) -> str:
    if not is_storable(text):
        raise DecisionError(
            say("«{label}» har tegn som ikke kan lagres. Skriv teksten på nytt.", label=told_label(column))
        )
    most = MOST_CHARS.get(column, MOST_CHARS_ELSE)
    if len(text) > most:
        raise DecisionError(
            say("«{label}» kan ha høyst {most} tegn, fikk {n}.", label=told_label(column), most=most, n=len(text))
        )
    if BY_NAME[column].dtype != "long_text":
        return clean(text)
    lines = [clean(line) for line in text.splitlines()]
    return "\n".join(lines).strip("\n")


def check(column: str, value: Json) -> None:
    """DecisionError, naming the field, when the column cannot be given or cannot hold the value."""
    if column not in FIELDS:
        raise DecisionError(f"Feltet {column!r} kan ikke rettes.")
    if not fits(BY_NAME[column], value):
        allowed = BY_NAME[column].allowed
        hint = f"; lovlige er {', '.join(allowed)}" if allowed else ""
        raise DecisionError(f"Verdien passer ikke i {column} ({BY_NAME[column].dtype}{hint}).")
    if isinstance(value, int) and not isinstance(value, bool):
        most = MOST_PCT if column.endswith("_pct") else MOST_NOK
        if not 0 <= value <= most:
            raise DecisionError(say("«{label}» må være fra 0 til {most}.", label=told_label(column), most=most))
    if column == "deadlines":
        _check_deadlines(value)
    if column in ("regions", "target_groups") and not _is_texts(value):
        raise DecisionError(say("«{label}» må være en liste av navn.", label=told_label(column)))


def _is_texts(value: Json) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _check_deadlines(value: Json) -> None:
    for entry in value if isinstance(value, list) else [None]:
        if not isinstance(entry, dict) or not _is_deadline(entry):
            raise DecisionError(say("En frist i «{label}» kan ikke leses.", label=told_label("deadlines")))


def _is_deadline(entry: Mapping[str, Json]) -> bool:
    """Whether it is an entry of the column `deadlines`, whole."""
    if set(entry) != {"at", "type", "label", "text", "clock", "is_closed"} or not isinstance(entry["is_closed"], bool):
        return False
    try:
        moment = datetime.fromisoformat(entry["at"])
    except (ValueError, TypeError):
        return False
    is_known = entry["type"] in (None, *DEADLINE_TYPES) and entry["clock"] in ("stated", "inferred", "listed")
    return moment.utcoffset() is not None and is_known and _is_texts([entry["label"], entry["text"]])


def deadline(at: datetime, clock: str, like: Mapping[str, Json] | None = None) -> dict[str, Json]:
    """An entry of the column `deadlines`. like: the one that it stands for, whose kind and label it keeps."""
    kept = {name: like[name] for name in ("type", "label")} if like else {"type": "fixed", "label": ""}
    return {"at": iso(at), **kept, "text": "", "clock": clock, "is_closed": False}


def to_text(field: str, value: Json) -> str:
    """The value as canonical JSON. DecisionError when the column cannot be corrected or cannot hold the value."""
    check(field, value)
    return as_text(value)


def as_text(value: Json) -> str:
    """Any value of a column as canonical JSON."""
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
