"""Deadlines that move, come, go or merely pass."""

from __future__ import annotations

from typing import Any

import pytest
from history_samples import AT, deadline
from store_samples import record

from calls.history.deadlines import last_deadline
from calls.history.events import Happening, between

MOVES: list[tuple[str, list[dict[str, Any]], list[dict[str, Any]], list[tuple[str, str, str]]]] = [
    ("later", [deadline("2026-10-01")], [deadline("2026-10-08")], [("deadline_later", "2026-10-01", "2026-10-08")]),
    ("earlier", [deadline("2026-10-08")], [deadline("2026-10-01")], [("deadline_earlier", "2026-10-08", "2026-10-01")]),
    (
        "another stated hour",
        [deadline("2026-10-01T11:00:00Z", clock="stated", text="kl. 13")],
        [deadline("2026-10-01T10:00:00Z", clock="stated", text="kl. 12")],
        [("deadline_earlier", "kl. 13", "kl. 12")],
    ),
    (
        "an hour for a day without one",
        [deadline("2026-10-01")],
        [deadline("2026-10-01T10:00:00Z", clock="stated", text="kl. 12")],
        [("changed", "Søknadsfrist: 2026-10-01", "Søknadsfrist: kl. 12")],
    ),
    ("the hour that was taken for granted", [deadline("2026-10-01")], [deadline("2026-10-01", clock="stated")], []),
    (
        "the second of two stages",
        [deadline("2026-10-01", "Skisse", "staged"), deadline("2027-01-15", "Søknad", "staged")],
        [deadline("2026-10-01", "Skisse", "staged"), deadline("2027-01-20", "Søknad", "staged")],
        [("deadline_later", "Søknad: 2027-01-15", "Søknad: 2027-01-20")],
    ),
    (
        "a first stage that has passed and is told no more",
        [deadline("2026-09-01", "Skisse"), deadline("2027-01-15", "Søknad")],
        [deadline("2027-01-15", "Søknad")],
        [],
    ),
    (
        "both stages",
        [deadline("2026-10-01", "Skisse"), deadline("2027-01-15", "Søknad")],
        [deadline("2026-09-25", "Skisse"), deadline("2027-01-20", "Søknad")],
        [
            ("deadline_earlier", "Skisse: 2026-10-01", "Skisse: 2026-09-25"),
            ("deadline_later", "Søknad: 2027-01-15", "Søknad: 2027-01-20"),
        ],
    ),
    (
        "one of several cut-offs",
        [deadline(d, "", "cut_off") for d in ("2026-10-01", "2026-12-01", "2027-03-01")],
        [deadline(d, "", "cut_off") for d in ("2026-10-01", "2026-12-08", "2027-03-01")],
        [("deadline_later", "2026-12-01", "2026-12-08")],
    ),
    (
        "a cut-off more",
        [deadline("2026-10-01", "", "cut_off")],
        [deadline("2026-10-01", "", "cut_off"), deadline("2027-03-01", "", "cut_off")],
        [("changed", "", "2027-03-01")],
    ),
    (
        "the next cut-off in place of one that has passed",
        [deadline("2026-09-01", "", "cut_off")],
        [deadline("2027-03-01", "", "cut_off")],
        [("changed", "", "2027-03-01")],
    ),
    (
        "a cut-off fewer",
        [deadline("2026-10-01", "", "cut_off"), deadline("2027-03-01", "", "cut_off")],
        [deadline("2026-10-01", "", "cut_off")],
        [("changed", "2027-03-01", "")],
    ),
    ("the first deadline", [], [deadline("2026-10-01")], [("changed", "", "Søknadsfrist: 2026-10-01")]),
    ("no deadline any more", [deadline("2026-10-01")], [], [("changed", "Søknadsfrist: 2026-10-01", "")]),
    (
        "a week more after it had passed",
        [deadline("2026-09-18")],
        [deadline("2026-09-25")],
        [("deadline_later", "2026-09-18", "2026-09-25")],
    ),
    (
        "moved under another label",
        [deadline("2026-10-01")],
        [deadline("2026-10-08", "Ny frist")],
        [("deadline_later", "2026-10-01", "2026-10-08")],
    ),
    (
        "another label",
        [deadline("2026-10-01")],
        [deadline("2026-10-01", "Frist for skisse")],
        [("changed", "Søknadsfrist: 2026-10-01", "Frist for skisse: 2026-10-01")],
    ),
    ("marked as over", [deadline("2026-09-01")], [deadline("2026-09-01", is_closed=True)], []),
]


@pytest.mark.parametrize(("before", "after", "expected"), [case[1:] for case in MOVES], ids=[case[0] for case in MOVES])
def test_a_deadline_is_told_once_with_its_direction(
    before: list[dict[str, Any]], after: list[dict[str, Any]], expected: list[tuple[str, str, str]]
) -> None:
    found = between(record("a", deadlines=before), record("a", deadlines=after), AT, "funder")
    assert [(one.kind, one.before_text, one.after_text) for one in found] == expected
    assert {(one.field, one.cause) for one in found} <= {("deadlines", "funder")}


def test_a_moved_deadline_whole() -> None:
    assert between(
        record("a", deadlines=[deadline("2026-10-01")]), record("a", deadlines=[deadline("2026-10-08")]), AT, "funder"
    ) == [
        Happening(
            "deadline_later",
            "funder",
            "deadlines",
            "2026-10-01T11:00:00Z",
            "2026-10-08T11:00:00Z",
            "2026-10-01",
            "2026-10-08",
        )
    ]


def test_a_deadline_is_over_when_it_says_so_and_on_a_list_that_rewrites_the_hour_with_its_day() -> None:
    at = "2026-09-20T00:00:00Z"
    assert str(last_deadline([deadline("2026-09-19"), deadline(at)])) == "2026-09-20 00:00:00+00:00"
    assert str(last_deadline([deadline(at, clock="listed")])) == "2026-09-20 21:59:00+00:00"
    assert last_deadline([deadline("9999-12-31T23:59:59Z", clock="listed")]) is not None
    assert (last_deadline([]), last_deadline(None)) == (None, None)
    told_no_more = [record("a", deadlines=[deadline(at, clock="listed")]), record("a", deadlines=[])]
    assert [one.kind for one in between(*told_no_more, AT, "funder")] == ["changed"]
