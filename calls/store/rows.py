"""A call's record to a row and back. A value that is not what its column says is refused, never bent."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from calls.database import StoreError, canonical, is_storable
from calls.fields import BY_NAME, CALL, NAMES, Dtype, Field
from calls.model import Json
from calls.store.tables import CONTENT

Record = dict[str, Json]
Row = dict[str, Any]

_JSON = frozenset(column.name for column in CALL if column.dtype == "json")

MAX_INT = 2**63 - 1

MAX_KEY_BYTES = 1000
"""Of a source_id in UTF-8. PostgreSQL cannot index much more than 2,000, and no funder's id comes near it."""


def _is_text(value: Json) -> bool:
    return isinstance(value, str) and is_storable(value)


def _is_int(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -MAX_INT <= value <= MAX_INT


def _is_json(value: Json) -> bool:
    try:
        return is_storable(canonical(value))
    except (TypeError, ValueError, RecursionError):
        return False


_IS: dict[Dtype, Callable[[Json], bool]] = {
    "text": _is_text,
    "long_text": _is_text,
    "int": _is_int,
    "bool": lambda value: isinstance(value, bool),
    "datetime": lambda value: isinstance(value, datetime) and value.utcoffset() is not None,
    "date": lambda value: isinstance(value, date) and not isinstance(value, datetime),
    "json": _is_json,
}


def to_row(record: Mapping[str, Json]) -> Row:
    """The columns of `call_versions` that a record holds: its key and its content.

    StoreError, naming call and column, when a column of CALL is missing or unknown, a required one is null, or a value
    is not of its column's dtype, among its allowed codes, or possible to keep.
    """
    strange = sorted(set(NAMES) ^ set(record))
    if strange:
        raise StoreError(f"Utlysningen {_name(record)} mangler eller har ukjente kolonner: {', '.join(strange)}.")
    for column in CALL:
        if not fits(column, record[column.name]):
            raise StoreError(f"Utlysningen {_name(record)} har en ugyldig verdi i {column.name} ({column.dtype}).")
    if len(record["source_id"].encode()) > MAX_KEY_BYTES:
        raise StoreError(f"Utlysningen {_name(record)[:200]} … har en id på over {MAX_KEY_BYTES} byte.")
    row: Row = {"source": record["source"], "source_id": record["source_id"]}
    for column in CONTENT:
        value = record[column.name]
        row[column.name] = canonical(value) if column.dtype == "json" and value is not None else value
    return row


def to_record(row: sa.RowMapping) -> Record:
    """A row's columns of CALL as a record, json decoded, in the order of CALL; other columns follow as they are."""
    names, packed = _order(tuple(row))
    record = {name: row[name] for name in names}
    for name in packed:
        if record[name] is not None:
            record[name] = json.loads(record[name])
    return record


@cache
def _order(given: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """The columns of a row in the order of a record, and those among them that hold json."""
    names = [name for name in NAMES if name in given]
    return [*names, *(name for name in given if name not in BY_NAME)], [name for name in names if name in _JSON]


def fits(column: Field, value: Json) -> bool:
    """Whether a value may stand in the column: of its dtype, among its codes, possible to keep; null if not required.

    Moments are aware datetimes, dates are dates; json is anything that JSON can say.
    """
    if value is None:
        return not column.required
    if not _IS[column.dtype](value):
        return False
    if not column.allowed:
        return True
    codes = [value] if column.dtype != "json" else value
    return isinstance(codes, (list, tuple)) and all(code in column.allowed for code in codes)


def _name(record: Mapping[str, Json]) -> str:
    """A call's key for a message; hostile text stays on one line."""
    return f"{str(record.get('source'))!r} {str(record.get('source_id'))!r}"
