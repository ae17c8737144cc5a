"""Dates, amounts and nearness as the EU portal's values give them."""

from __future__ import annotations

from typing import Any

import pytest
from eu_samples import HEALTH
from hypothesis import given
from hypothesis import strategies as st

from sources.eu.divisions import is_relevant
from sources.eu.hit import key_of
from sources.eu.moments import moment
from sources.eu.money import amount


@pytest.mark.parametrize(
    ("value", "day", "at", "clock"),
    [
        ("2027-04-08", "2027-04-08", "2027-04-08T15:00", "inferred"),
        ("2027-04-08T00:00:00.000+0000", "2027-04-08", "2027-04-08T15:00", "inferred"),
        ("2027-01-08T17:00:00.000+0000", "2027-01-08", "2027-01-08T16:00", "inferred"),
        ("2026-06-17T10:00:07.000Z", "2026-06-17", "2026-06-17T10:00", "listed"),
        ("2026-05-05T21:59:09.000Z", "2026-05-05", "2026-05-05T21:59", "listed"),
        ("2026-05-05T22:00:00.000Z", "2026-05-05", "2026-05-05T21:59", "listed"),
        ("2026-03-31T23:59:00.000+0000", "2026-03-31", "2026-03-31T21:59", "listed"),
        ("2026-03-31T23:59:00+02:00", "2026-03-31", "2026-03-31T21:59", "listed"),
        ("1807108200000", "2027-04-07", "2027-04-07T14:30", "listed"),
        (1807192800000, "2027-04-08", "2027-04-08T14:00", "listed"),
        ("1807135200000", "2027-04-08", "2027-04-08T15:00", "inferred"),  # midnight in Brussels the day before in UTC
        ("1807142400000", "2027-04-08", "2027-04-08T15:00", "inferred"),
    ],
)
def test_a_date_is_the_day_that_is_written_and_never_later(value: Any, day: str, at: str, clock: str) -> None:
    found = moment(value)
    assert found is not None
    told = (found.day.isoformat(), found.at.strftime("%Y-%m-%dT%H:%M"), found.clock)
    assert told == (day, at, clock)


@pytest.mark.parametrize(
    "value",
    [None, "", True, 5, "2027-13-01", "0001-01-01", "2027-04-08T25:00:00Z", "x" * 99, []]
    + [
        f"{day}T01:00:00{zone}"
        for day, zone in (("2027-01-01", "+9999"), ("0001-01-01", "+0200"), ("9999-12-31", "-0900"))
    ],
)
def test_what_is_no_date_is_none(value: Any) -> None:
    assert moment(value) is None


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_dates_and_amounts(text: str) -> None:
    moment(text)
    amount(text)
    key_of(text)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("24000000", 24000000),
        (12, 12),
        (1.0, 1),
        ("0", None),
        (-5, None),
        ("1.5", None),
        (True, None),
        ("NaN", None),
        ("1e99999", None),
        ("12 000", None),
        (None, None),
        (10**12, None),
        ("Infinity", None),
    ],
)
def test_amounts(value: Any, found: int | None) -> None:
    told = amount(value)
    assert (told.value if told else None) == found


@pytest.mark.parametrize(
    ("identifier", "programmes", "divisions", "is_near"),
    [
        ("HORIZON-HLTH-2027-01", [], [], True),
        ("HORIZON-JU-IHI-2026-12", [], [], True),
        ("HORIZON-EIC-2026-STEP", [], [], True),
        ("HORIZON-MSCA-2026", [], [], False),
        ("HORIZON-DEICING-2026", [], [], False),
        ("X", ["43332642"], [], True),
        ("X", [], [HEALTH], True),
        ("X", ["43108390"], ["43120821"], False),
    ],
)
def test_which_topics_are_near_health_and_innovation(
    identifier: str, programmes: list[str], divisions: list[str], is_near: bool
) -> None:
    assert is_relevant(identifier, programmes, divisions) is is_near
