"""The schema of the merged calls: what it lets through, and that it names every value that it does not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pandas as pd
import pandera.errors
import pytest
from publish_samples import call, frame, night_calls

from calls.fields import APPLICANT_TYPES, CALL, STATUSES
from calls.schema import schema, validate


def faults(calls: pd.DataFrame) -> list[tuple[Any, str, Any]]:
    """Column, what it should be and the value found, for each fault."""
    with pytest.raises(pandera.errors.SchemaErrors) as error:
        validate(calls)
    cases = error.value.failure_cases.to_dict("records")
    return [(case["column"], case["check"], case["failure_case"]) for case in cases]


def test_good_calls_pass_as_they_are() -> None:
    calls = frame(night_calls())
    pd.testing.assert_frame_equal(validate(calls), calls)
    assert validate(calls[:0]).empty
    assert list(schema().columns) == [column.name for column in CALL]


@pytest.mark.parametrize(
    ("column", "value", "wanted"),
    [
        ("status", "Søk nå", f"skal være en av {', '.join(STATUSES)}"),
        ("lang", "sv", "skal være en av nb, nn, en"),
        ("applicant_types", ["kommune", "other"], f"skal være av {', '.join(APPLICANT_TYPES)}"),
        ("applicant_types", "kommune", f"skal være av {', '.join(APPLICANT_TYPES)}"),
        ("budget_nok", -1, "skal være int, ikke negativ"),
        ("budget_nok", "1", "skal være int, ikke negativ"),
        ("budget_nok", True, "skal være int, ikke negativ"),
        ("opens_at", "2026-09-16", "skal være datetime"),
        ("opens_at", datetime(2026, 9, 16), "skal være datetime"),  # noqa: DTZ001 - what is refused
        ("project_start_earliest_date", "2026-09-16", "skal være date"),
        ("is_listed", "ja", "skal være bool"),
        ("title", 5, "skal være text"),
        ("title", None, "not_nullable"),
        ("first_seen_at", None, "not_nullable"),
        ("full_text", ["a"], "skal være long_text"),
        ("themes", {1, 2}, "skal være json"),
    ],
)
def test_a_value_that_its_column_does_not_allow_is_named(column: str, value: Any, wanted: str) -> None:
    bad = call("b") | {column: value}
    assert faults(frame([call("a"), bad])) == [(column, wanted, value)]


@pytest.mark.parametrize("column", [column.name for column in CALL if not column.required])
def test_what_is_not_required_may_be_absent(column: str) -> None:
    validate(frame([call("a") | {column: None}]))


def test_every_fault_is_told_at_once() -> None:
    bad = frame([call("a", status="x"), call("b", budget_nok=-1)])
    assert {column for column, _, _ in faults(bad)} == {"status", "budget_nok"}


def test_two_rows_of_one_call_are_named() -> None:
    told = faults(frame([call("a"), call("a"), call("b")]))
    assert {(check, value) for _, check, value in told} == {
        ("multiple_fields_uniqueness", "forskningsradet"),
        ("multiple_fields_uniqueness", "a"),
    }


def test_columns_are_all_there_and_in_order_and_no_other() -> None:
    calls = frame(night_calls())
    assert ("themes", "column_in_dataframe") in {
        (value, check) for _, check, value in faults(calls.drop(columns="themes"))
    }
    assert ("andre", "column_in_schema") in {(value, check) for _, check, value in faults(calls.assign(andre=1))}
    assert "column_ordered" in {check for _, check, _ in faults(calls[[*calls.columns[::-1]]])}
