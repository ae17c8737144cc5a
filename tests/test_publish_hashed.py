"""Rows gone through some at a time: every one of them, in order, and the hash of them all."""

from __future__ import annotations

import hashlib
import json
import tracemalloc
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from publish.columns import COLUMNS, NAMES
from publish.hashed import AT_ONCE, Hashed, each, rows_hash
from publish.rows import records

AT = datetime(2026, 9, 16, 1, 30, tzinfo=UTC)


def made(number: int) -> pd.DataFrame:
    values = {"moment": lambda place: AT + timedelta(hours=place), "score": lambda place: place / 7}
    rows = [
        {one.name: values.get(one.kind, lambda place: f"«å» {place}")(place) for one in COLUMNS}
        for place in range(number)
    ]
    return pd.DataFrame(rows, columns=list(NAMES), dtype=object)


@pytest.mark.parametrize("number", [0, 1, AT_ONCE - 1, AT_ONCE, AT_ONCE + 1, 3 * AT_ONCE + 7])
def test_the_hash_is_of_all_rows_as_one_list(number: int) -> None:
    rows = made(number)
    whole = json.dumps(records(rows), sort_keys=True, default=lambda moment: moment.isoformat())
    assert rows_hash(rows) == hashlib.sha256(whole.encode()).hexdigest()
    assert list(each(rows)) == records(rows)


def test_what_went_through_is_what_came_out_and_counts_so_far() -> None:
    rows, hashed = made(3), Hashed()
    told = []
    for number, row in enumerate(hashed.through(each(rows)), start=1):
        told.append(row)
        assert hashed.hexdigest() == rows_hash(rows.iloc[:number])
    assert told == records(rows)


def test_going_through_many_rows_takes_no_more_room_than_through_few() -> None:
    def peak(rows: pd.DataFrame) -> int:
        tracemalloc.start()
        rows_hash(rows)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    few, many = made(AT_ONCE), made(12 * AT_ONCE)
    # The columns that are asked for are copied: 8 bytes a cell.
    assert peak(many) < 2 * peak(few) + 8 * many.size
