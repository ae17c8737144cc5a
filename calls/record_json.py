"""Records as JSON lines and back: times in ISO 8601 UTC with Z, absent values null, keys in the columns' order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from calls.fields import CALL
from calls.model import Json

SURROGATES = "surrogatepass"
"""How files of records are encoded: a half character in scraped text passes; what may be kept is for the store to say.
"""


def record_line(record: Mapping[str, Json]) -> str:
    """One line of JSON for one record. KeyError when a column is missing."""
    return json.dumps({column.name: plain(record[column.name]) for column in CALL}, ensure_ascii=False)


def record_lines(records: Iterable[Mapping[str, Json]]) -> str:
    """Every record on its own line, each line ended."""
    return "".join(record_line(record) + "\n" for record in records)


def read_record(line: str) -> dict[str, Json]:
    """The record of one line that `record_line` wrote."""
    raw = json.loads(line)
    return {column.name: _typed(column.dtype, raw[column.name]) for column in CALL}


def plain(value: Json) -> Json:
    """A value as JSON has it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return value


def _typed(dtype: str, value: Json) -> Json:
    if value is None:
        return None
    if dtype == "datetime":
        return datetime.fromisoformat(value)
    if dtype == "date":
        return date.fromisoformat(value)
    return value
