"""Deadlines: which moments, which kind, and what is reported."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from normalise_samples import DEADLINE, OPEN, contradiction, issue, listed, made, own, values

from calls.model import Fact, Issue


def entry(at: str, text: str, **changes: Any) -> dict[str, Any]:
    plain = {"at": at, "type": "fixed", "label": DEADLINE, "text": text, "clock": "inferred", "is_closed": False}
    return plain | changes


CASES: dict[str, tuple[list[Fact], dict[str, Any], list[Issue]]] = {
    "a day at 13.00 in summer": (
        [own("deadline", "23. sep. 2026", DEADLINE)],
        {
            "deadline_at": datetime(2026, 9, 23, 11, tzinfo=UTC),
            "deadlines": [entry("2026-09-23T11:00:00Z", "23. sep. 2026")],
            "deadline_type": "fixed",
            "deadline_text": "23. sep. 2026",
        },
        [],
    ),
    "a day at 13.00 in winter": (
        [own("deadline", "2. des. 2026", DEADLINE)],
        {
            "deadline_at": datetime(2026, 12, 2, 12, tzinfo=UTC),
            "deadlines": [entry("2026-12-02T12:00:00Z", "2. des. 2026")],
            "deadline_type": "fixed",
            "deadline_text": "2. des. 2026",
        },
        [],
    ),
    "one day in two places, the clock stated in one": (
        [own("deadline", "23. sep. 2026", DEADLINE), own("deadline", "23. september 2026, 12:00 CEST", DEADLINE)],
        {
            "deadline_at": datetime(2026, 9, 23, 10, tzinfo=UTC),
            "deadlines": [entry("2026-09-23T10:00:00Z", "23. september 2026, 12:00 CEST", clock="stated")],
            "deadline_type": "fixed",
            "deadline_text": "23. sep. 2026; 23. september 2026, 12:00 CEST",
        },
        [],
    ),
    "one day with two clocks": (
        [own("deadline", "23. sep. 2026 kl. 12.00", DEADLINE), own("deadline", "23. sep. 2026 kl. 15.00", DEADLINE)],
        {
            "deadline_at": datetime(2026, 9, 23, 10, tzinfo=UTC),
            "deadlines": [entry("2026-09-23T10:00:00Z", "23. sep. 2026 kl. 12.00", clock="stated")],
            "deadline_type": "fixed",
            "deadline_text": "23. sep. 2026 kl. 12.00; 23. sep. 2026 kl. 15.00",
        },
        [
            contradiction(
                "deadline_at",
                "23. sep. 2026 kl. 12.00 / 23. sep. 2026 kl. 15.00",
                "To ulike klokkeslett står for samme dag; det første er brukt.",
            )
        ],
    ),
    "two days under one label": (
        [own("deadline", "7. okt. 2026", f"{DEADLINE}:"), own("deadline", "23. sep. 2026", DEADLINE)],
        {
            "deadline_at": datetime(2026, 9, 23, 11, tzinfo=UTC),
            "deadlines": [
                entry("2026-09-23T11:00:00Z", "23. sep. 2026"),
                entry("2026-10-07T11:00:00Z", "7. okt. 2026", label=f"{DEADLINE}:"),
            ],
            "deadline_type": "fixed",
            "deadline_text": "7. okt. 2026; 23. sep. 2026",
        },
        [
            contradiction(
                "deadline_at",
                "23. sep. 2026 / 7. okt. 2026",
                "To ulike dager står under «Søknadsfrist:»; begge er tatt med.",
            )
        ],
    ),
    "outline and application": (
        [own("deadline", "2. sep. 2026", "Skissefrist"), own("deadline", "2. des. 2026", DEADLINE)],
        {
            "deadline_at": datetime(2026, 12, 2, 12, tzinfo=UTC),
            "deadlines": [
                entry("2026-09-02T11:00:00Z", "2. sep. 2026", label="Skissefrist", type="staged"),
                entry("2026-12-02T12:00:00Z", "2. des. 2026", type="staged"),
            ],
            "deadline_type": "staged",
            "deadline_text": "2. sep. 2026; 2. des. 2026",
        },
        [],
    ),
    "an outline alone": (
        [own("deadline", "2. des. 2026", "Skissefrist")],
        {
            "deadline_at": datetime(2026, 12, 2, 12, tzinfo=UTC),
            "deadlines": [entry("2026-12-02T12:00:00Z", "2. des. 2026", label="Skissefrist")],
            "deadline_type": "fixed",
            "deadline_text": "2. des. 2026",
        },
        [],
    ),
    "a stage by its words": (
        [own("deadline", "2. des. 2026 (trinn 1)", DEADLINE)],
        {
            "deadline_at": datetime(2026, 12, 2, 12, tzinfo=UTC),
            "deadlines": [entry("2026-12-02T12:00:00Z", "2. des. 2026 (trinn 1)", type="staged")],
            "deadline_type": "staged",
            "deadline_text": "2. des. 2026 (trinn 1)",
        },
        [],
    ),
    "rolling": (
        [own("deadline", "Løpende", DEADLINE)],
        {"deadline_at": None, "deadlines": [], "deadline_type": "rolling", "deadline_text": "Løpende"},
        [],
    ),
    "until spent": (
        [own("deadline", "Så lenge det er midler igjen", DEADLINE)],
        {
            "deadline_at": None,
            "deadlines": [],
            "deadline_type": "until_spent",
            "deadline_text": "Så lenge det er midler igjen",
        },
        [],
    ),
    "guaranteed, to the end of the day": (
        [own("deadline", "Løpende", DEADLINE), own("deadline", "23. sep. 2026", "Garantifrist")],
        {
            "deadline_at": datetime(2026, 9, 23, 21, 59, tzinfo=UTC),
            "deadlines": [entry("2026-09-23T21:59:00Z", "23. sep. 2026", label="Garantifrist", type="guaranteed")],
            "deadline_type": "guaranteed",
            "deadline_text": "Løpende; 23. sep. 2026",
        },
        [],
    ),
    "vague": (
        [own("deadline", "Medio desember", DEADLINE)],
        {"deadline_at": None, "deadlines": [], "deadline_type": None, "deadline_text": "Medio desember"},
        [issue("vague_date", "deadline_at", "Medio desember", "«Medio desember» sier ikke hvilken dag.")],
    ),
    "year given apart": (
        [listed("deadline", "23. september", DEADLINE, "2026")],
        {
            "deadline_at": datetime(2026, 9, 23, 11, tzinfo=UTC),
            "deadlines": [entry("2026-09-23T11:00:00Z", "23. september")],
            "deadline_type": "fixed",
            "deadline_text": "23. september",
        },
        [],
    ),
    "no year": (
        [own("deadline", "23. september", DEADLINE)],
        {"deadline_at": None, "deadlines": [], "deadline_type": None, "deadline_text": "23. september"},
        [issue("year_missing", "deadline_at", "23. september", "Datoen 23.9. mangler årstall.")],
    ),
    "a note with the clock": (
        [own("deadline", "23. sep. 2026", DEADLINE, "midnatt 23. september")],
        {
            "deadline_at": datetime(2026, 9, 23, 21, 59, tzinfo=UTC),
            "deadlines": [entry("2026-09-23T21:59:00Z", "23. sep. 2026", clock="stated")],
            "deadline_type": "fixed",
            "deadline_text": "23. sep. 2026",
        },
        [],
    ),
    "list and page agree": (
        [listed("deadline", "23. september", DEADLINE, "2026"), own("deadline", "23. sep. 2026", DEADLINE)],
        {
            "deadline_at": datetime(2026, 9, 23, 11, tzinfo=UTC),
            "deadlines": [entry("2026-09-23T11:00:00Z", "23. sep. 2026")],
            "deadline_type": "fixed",
            "deadline_text": "23. sep. 2026",
        },
        [],
    ),
    "list against page": (
        [own("deadline", "23. sep. 2026", DEADLINE), listed("deadline", "30.09.2026", DEADLINE)],
        {
            "deadline_at": datetime(2026, 9, 23, 11, tzinfo=UTC),
            "deadlines": [entry("2026-09-23T11:00:00Z", "23. sep. 2026")],
            "deadline_type": "fixed",
            "deadline_text": "23. sep. 2026",
        },
        [
            contradiction(
                "deadline_at",
                "30.09.2026 / 23. sep. 2026",
                "Listen og siden oppgir ulik søknadsfrist; sidens er brukt.",
            )
        ],
    ),
    "none": ([], {"deadline_at": None, "deadlines": [], "deadline_type": None, "deadline_text": None}, []),
}


@pytest.mark.parametrize("name", CASES)
def test_deadlines(name: str) -> None:
    facts, wanted, issues = CASES[name]
    found = made(OPEN, *facts)
    assert {column: found.record[column] for column in wanted} == wanted
    assert list(found.issues) == issues


def test_the_next_deadline_is_seen_from_the_night() -> None:
    facts = [own("deadline", "2. sep. 2026", "Skissefrist"), own("deadline", "2. des. 2026", DEADLINE)]
    first, last = datetime(2026, 9, 2, 11, tzinfo=UTC), datetime(2026, 12, 2, 12, tzinfo=UTC)
    nights = {first: first, first + timedelta(seconds=1): last, last + timedelta(days=400): last}
    for night_at, at in nights.items():
        assert values(*facts, columns="deadline_at", night_at=night_at) == {"deadline_at": at}


@given(st.permutations(["2. sep. 2026", "23. sep. 2026", "2. des. 2026 kl. 12.00", "Løpende"]))
def test_the_order_of_deadlines_on_the_page_changes_nothing_but_the_words(texts: list[str]) -> None:
    found = values(*(own("deadline", text, DEADLINE) for text in texts), columns="deadline_at deadlines deadline_type")
    assert (found["deadline_at"], found["deadline_type"]) == (datetime(2026, 9, 23, 11, tzinfo=UTC), "rolling")
    assert [row["at"] for row in found["deadlines"]] == [
        "2026-09-02T11:00:00Z",
        "2026-09-23T11:00:00Z",
        "2026-12-02T11:00:00Z",
    ]
