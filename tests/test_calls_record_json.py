"""Records as lines of JSON and back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from publish_samples import rich_call

from calls.fields import CALL, NAMES, Dtype
from calls.record_json import plain, read_record, record_line, record_lines

TEXT = st.text(st.characters(exclude_categories=("Cs",)))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
VALUES: dict[Dtype, st.SearchStrategy[Any]] = {
    "text": TEXT,
    "long_text": TEXT,
    "int": st.integers(),
    "bool": st.booleans(),
    "datetime": st.datetimes(timezones=st.just(UTC)),
    "date": st.dates(),
    "json": JSON,
}
RECORDS = st.fixed_dictionaries({column.name: st.none() | VALUES[column.dtype] for column in CALL})


@given(RECORDS)
def test_every_record_comes_back_from_its_line(record: dict[str, Any]) -> None:
    line = record_line(record)
    assert read_record(line) == record
    assert "\n" not in line and "\r" not in line
    assert list(json.loads(line)) == list(NAMES)


def test_values_are_told_as_the_outside_reads_them() -> None:
    told = json.loads(record_line(rich_call()))
    assert {name: told[name] for name in ("opens_at", "deadline_at", "project_start_earliest_date", "api_id")} == {
        "opens_at": "2026-08-12T06:00:00Z",
        "deadline_at": "2026-09-16T11:00:00Z",
        "project_start_earliest_date": "2027-01-01",
        "api_id": None,
    }
    assert (told["budget_nok"], told["is_partner_required"], told["contact"]) == (
        95_000_000,
        True,
        rich_call()["contact"],
    )
    assert "Kommuner, fylkeskommuner" in record_line(rich_call())


def test_another_offset_is_the_same_moment_in_utc() -> None:
    summer = timezone(timedelta(hours=2))
    assert plain(datetime(2026, 9, 16, 13, tzinfo=summer)) == "2026-09-16T11:00:00Z"
    assert [plain(date(2026, 9, 16)), plain("a"), plain(1), plain(None)] == ["2026-09-16", "a", 1, None]


def test_every_line_is_ended() -> None:
    record = rich_call()
    assert record_lines([]) == ""
    assert record_lines([record, record]) == 2 * f"{record_line(record)}\n"


def test_a_missing_column_is_an_error() -> None:
    record = rich_call()
    del record["themes"]
    with pytest.raises(KeyError, match="themes"):
        record_line(record)
    with pytest.raises(KeyError, match="source_id"):
        read_record('{"source": "x"}')
