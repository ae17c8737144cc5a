"""Rows gone through some at a time, and the hash of what they say, which is the same whatever file they stand in."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Iterable, Iterator

import pandas as pd

from publish.columns import NAMES
from publish.rows import Row, records

AT_ONCE = 250
"""Rows that are held in plain values at a time."""

_JSON = json.JSONEncoder(ensure_ascii=True, sort_keys=True, default=lambda moment: moment.isoformat())


def rows_hash(rows: pd.DataFrame) -> str:
    """SHA-256 of COLUMNS of the rows as JSON, hex: equal for equal rows, whatever the file around them."""
    hashed = Hashed()
    deque(hashed.through(each(rows[list(NAMES)])), maxlen=0)
    return hashed.hexdigest()


def each(rows: pd.DataFrame) -> Iterator[Row]:
    """The rows in plain values, some at a time: all of them at once take more room than the frame they come from."""
    for start in range(0, len(rows), AT_ONCE):
        yield from records(rows.iloc[start : start + AT_ONCE])


class Hashed:
    """Of the rows that went through it."""

    def __init__(self) -> None:
        self._sum = hashlib.sha256()
        self._before = "["

    def through(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The same rows."""
        for row in rows:
            self._sum.update(f"{self._before}{_JSON.encode(row)}".encode())
            self._before = ", "
            yield row

    def hexdigest(self) -> str:
        """SHA-256 of the rows so far as one list of JSON."""
        whole = self._sum.copy()
        whole.update(b"[]" if self._before == "[" else b"]")
        return whole.hexdigest()
