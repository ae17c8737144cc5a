"""Readers' words: dates, deadlines and amounts as a Norwegian would write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.fields import APPLICANT_TYPES, DEADLINE_TYPES, STATUSES
from calls.model import IssueKind, Severity
from publish import words
from publish.issue_words import ISSUE_WORDS, SEVERITY_NB
from publish.links import web_address

NIGHT = datetime(2026, 9, 4, 1, 30, tzinfo=UTC)
DEADLINE = datetime(2026, 9, 16, 11, tzinfo=UTC)


def row(at: str, kind: str = "fixed", clock: str = "stated") -> dict[str, Any]:
    return {"at": at, "type": kind, "clock": clock, "label": "", "text": "", "is_closed": False}


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (DEADLINE, "onsdag 16. september 2026 kl. 13.00"),
        (datetime(2026, 12, 2, 12, tzinfo=UTC), "onsdag 2. desember 2026 kl. 13.00"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "søndag 25. oktober 2026 kl. 02.30"),  # before the clock goes back
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "søndag 25. oktober 2026 kl. 02.30"),  # after it
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "fredag 1. januar 2027 kl. 00.30"),
        (DEADLINE.replace(tzinfo=None), "onsdag 16. september 2026 kl. 13.00"),  # without an offset it is UTC
    ],
)
def test_moments_are_told_on_a_norwegian_clock(at: datetime, said: str) -> None:
    assert words.moment_words(at) == said


def test_an_inferred_clock_is_marked() -> None:
    assert words.moment_words(DEADLINE, True) == "onsdag 16. september 2026 kl. 13.00 (klokkeslett antatt)"


@pytest.mark.parametrize(
    ("evidence", "opening", "said"),
    [
        ({"opens_at": [{"clock": "inferred"}]}, date(2026, 9, 17), "torsdag 17. september 2026"),
        ({"opens_at": [{"clock": "stated"}]}, DEADLINE + timedelta(hours=12), "torsdag 17. september 2026 kl. 01.00"),
        ({}, DEADLINE + timedelta(hours=12), "torsdag 17. september 2026 kl. 01.00"),
        (None, DEADLINE + timedelta(hours=12), "torsdag 17. september 2026 kl. 01.00"),
    ],
)
def test_an_opening_whose_clock_is_ours_is_told_as_a_day(
    evidence: dict[str, Any] | None, opening: datetime | date, said: str
) -> None:
    call = {"opens_at": DEADLINE + timedelta(hours=12), "evidence": evidence}
    assert (words.opening(call), words.opening_words(call)) == (opening, said)


def test_an_opening_that_is_not_known_is_not_told() -> None:
    call = {"opens_at": None, "evidence": {}}
    assert (words.opening(call), words.opening_words(call)) == (None, "")


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (0, "i dag kl. 03.30"),
        (20, "i dag kl. 23.30"),
        (21, "i morgen kl. 00.30"),
        (45, "om 2 dager"),
        (12 * 24, "om 12 dager"),
        (-4, "i går"),
        (-72, "for 3 dager siden"),
    ],
)
def test_distances_are_counted_in_norwegian_days(hours: int, said: str) -> None:
    assert words.distance_words(NIGHT + timedelta(hours=hours), NIGHT) == said


FIRST, LAST = datetime(1990, 1, 1), datetime(2200, 1, 1)  # noqa: DTZ001 - the strategy adds the zone
ANY_NIGHT = st.datetimes(FIRST, LAST, timezones=st.just(UTC), allow_imaginary=False)


@given(ANY_NIGHT, st.integers(-400, 400))
def test_a_distance_names_the_number_of_days(night: datetime, days: int) -> None:
    said = words.distance_words(night + timedelta(days=days), night)
    if abs(days) > 2:  # an hour more or less at a change of the clock never makes it a day
        assert any(str(number) in said for number in (abs(days) - 1, abs(days), abs(days) + 1))
        assert said.startswith("om") == (days > 0)


FIXED = [row("2026-09-16T11:00:00Z"), row("2026-10-16T11:00:00Z"), row("2026-10-16T11:00:00Z")]
STAGES = [row("2026-09-16T11:00:00Z", "staged"), row("2026-12-02T12:00:00Z", "staged")]
CUT_OFFS = [row("2026-05-06T11:00:00Z", "cut_off"), row("2026-09-16T11:00:00Z", "cut_off"), row("2027-01-13T12:00:00Z")]


@pytest.mark.parametrize(
    ("at", "kind", "deadlines", "text", "said"),
    [
        (None, "rolling", [], None, "løpende"),
        (None, "until_spent", [], "Løpende", "til midlene er brukt opp"),
        (None, None, [], None, "ikke oppgitt"),
        (None, "fixed", None, "Medio mai", "finansiøren skriver: «Medio mai»"),
        (DEADLINE, "fixed", [row("2026-09-16T11:00:00Z")], "x", "onsdag 16. september 2026 kl. 13.00"),
        (
            DEADLINE,
            "fixed",
            [row("2026-09-16T11:00:00Z", clock="inferred")],
            "x",
            "onsdag 16. september 2026 kl. 13.00 (klokkeslett antatt)",
        ),
        (DEADLINE, None, [], "x", "onsdag 16. september 2026 kl. 13.00"),
        (DEADLINE, "rolling", [], "x", "løpende fram til onsdag 16. september 2026 kl. 13.00"),
        (DEADLINE, "until_spent", [], "x", "onsdag 16. september 2026 kl. 13.00, eller til midlene er brukt opp"),
        (DEADLINE, "guaranteed", [], "x", "garantifrist onsdag 16. september 2026 kl. 13.00"),
        (DEADLINE, "staged", STAGES, "x", "onsdag 16. september 2026 kl. 13.00 (trinn 1 av 2)"),
        (DEADLINE, "staged", STAGES[:1], "x", "onsdag 16. september 2026 kl. 13.00"),
        (DEADLINE, "cut_off", CUT_OFFS, "x", "onsdag 16. september 2026 kl. 13.00 (tellende frist 2 av 2)"),
        (DEADLINE, "fixed", FIXED, "x", "onsdag 16. september 2026 kl. 13.00 (frist 1 av 2)"),
        (DEADLINE, "guaranteed", STAGES, "x", "garantifrist onsdag 16. september 2026 kl. 13.00"),
        (DEADLINE - timedelta(days=30), "fixed", [], "x", "gikk ut mandag 17. august 2026 kl. 13.00"),
    ],
)
def test_deadlines_in_words(
    at: datetime | None, kind: str | None, deadlines: list[dict[str, Any]] | None, text: str | None, said: str
) -> None:
    call = {"deadline_at": at, "deadline_type": kind, "deadlines": deadlines, "deadline_text": text}
    assert words.deadline_words(call, NIGHT) == said


@pytest.mark.parametrize("kind", [None, *DEADLINE_TYPES])
def test_no_deadline_is_left_without_words(kind: str | None) -> None:
    call: dict[str, Any] = {"deadline_at": DEADLINE, "deadline_type": kind, "deadlines": [], "deadline_text": None}
    assert "onsdag 16. september 2026 kl. 13.00" in words.deadline_words(call, NIGHT)


@pytest.mark.parametrize(
    ("floor", "ceiling", "said"),
    [
        (8_000_000, 16_000_000, "8–16 mill. kroner"),
        (None, 750_000, "inntil 750 000 kroner"),
        (0, 750_000, "inntil 750 000 kroner"),
        (2_000_000, None, "minst 2 mill. kroner"),
        (0, None, "ikke oppgitt"),
        (None, None, "ikke oppgitt"),
        (500_000, 500_000, "500 000 kroner"),
        (500_000, 1_500_000, "0,5–1,5 mill. kroner"),
        (25_000, 1_500_000, "25 000–1 500 000 kroner"),
        (25_000, 750_000, "25 000–750 000 kroner"),
        (None, 1_234_567, "inntil 1 234 567 kroner"),
        (None, 1_250_000, "inntil 1,25 mill. kroner"),
        (None, 1_100_000_000, "inntil 1,1 mrd. kroner"),
        (8_000_000, 1_100_000_000, "8 000 000–1 100 000 000 kroner"),
        (16_000_000, 8_000_000, "minst 16 mill. kroner, høyst 8 mill. kroner"),
    ],
)
def test_amounts_in_words(floor: int | None, ceiling: int | None, said: str) -> None:
    assert words.amount_words(floor, ceiling).replace(words.SPACE, " ") == said


@given(st.integers(1, 10**12))
def test_an_amount_in_words_is_never_rounded(nok: int) -> None:
    said = words.money_words(nok).replace(words.SPACE, "").removesuffix(" kroner")
    number, _, unit = said.partition(" ")
    whole, _, decimals = number.partition(",")
    scale = {"": 0, "mill.": 6, "mrd.": 9}[unit]
    assert int(whole + decimals.ljust(scale, "0")) == nok if scale else int(whole) == nok


def test_budget_and_months() -> None:
    assert words.budget_words({"budget_nok": 95_000_000, "budget_eur": None}) == "95 mill. kroner"
    assert words.budget_words({"budget_nok": None, "budget_eur": None}) == "ikke oppgitt"
    told = [words.months_words(*pair) for pair in ((24, 48), (36, 36), (None, 1), (12, None), (None, None))]
    assert told == ["24–48 måneder", "36 måneder", "inntil 1 måned", "minst 12 måneder", "ikke oppgitt"]


def test_amounts_stand_in_the_funders_currency_and_in_both_where_both_are_given() -> None:
    call = dict.fromkeys(("award_floor_nok", "award_ceiling_nok", "award_floor_eur", "award_ceiling_eur"))
    assert words.award_words(call) == "ikke oppgitt"
    euro = call | {"award_floor_eur": 1_500_000, "award_ceiling_eur": 2_500_000}
    assert words.award_words(euro) == "1,5–2,5 mill. euro"
    assert words.award_words(euro | {"award_ceiling_nok": 750_000}).replace(words.SPACE, " ") == (
        "inntil 750 000 kroner (1,5–2,5 mill. euro)"
    )
    assert words.budget_words({"budget_nok": 1_000_000, "budget_eur": 90_000}).replace(words.SPACE, " ") == (
        "1 mill. kroner (90 000 euro)"
    )


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(9, 9, "100 prosent"), (0, 3, "0 prosent"), (2, 3, "66,6 prosent"), (9999, 10_000, "99,9 prosent")],
)
def test_a_share_is_whole_only_when_nothing_lacks(part: int, whole: int, said: str) -> None:
    assert words.share_words(part, whole) == said


@pytest.mark.parametrize(("clock", "is_assumed"), [("stated", False), ("inferred", True), ("listed", True)])
def test_a_clock_time_that_no_page_states_is_said_to_be_assumed(clock: str, is_assumed: bool) -> None:
    at = "2026-11-17T16:00:00Z"
    call = {
        "deadline_at": datetime(2026, 11, 17, 16, tzinfo=UTC),
        "deadline_type": "fixed",
        "deadline_text": None,
        "deadlines": [{"at": at, "type": "fixed", "label": "", "text": "", "clock": clock}],
    }
    said = words.deadline_words(call, datetime(2026, 9, 15, tzinfo=UTC))
    assert said == "tirsdag 17. november 2026 kl. 17.00" + " (klokkeslett antatt)" * is_assumed


def test_lists_and_counts_agree_with_their_numbers() -> None:
    assert [words.join_words(some) for some in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a og b",
        "a, b og c",
    ]
    assert [words.count_words(n, "ny", "nye") for n in (0, 1, 2)] == ["ingen nye", "1 ny", "2 nye"]
    assert words.applicant_words(["kommune", "helseforetak"]) == "kommuner og helseforetak"
    assert words.applicant_words([]) == words.applicant_words(None) == "ikke avklart"
    assert words.decimal_words(0.4249, 2) == "0,42"


def test_every_code_has_words() -> None:
    assert [words.status_word(code) for code in STATUSES] == ["kommende", "åpen", "lukket", "avlyst"]
    assert words.applicant_words(APPLICANT_TYPES).startswith("små og mellomstore bedrifter, store bedrifter")
    assert set(ISSUE_WORDS) == set(get_args(IssueKind))
    assert set(SEVERITY_NB) == set(get_args(Severity))
    with pytest.raises(KeyError):
        words.status_word("utsatt")


def test_dates_in_words() -> None:
    assert words.date_words(date(2026, 5, 1)) == "1. mai 2026"
    assert words.weekday_date_words(date(2024, 2, 29)) == "torsdag 29. februar 2024"


@pytest.mark.parametrize(
    "text",
    [
        "https://www.forskningsradet.no/utlysninger/2026/x/?tab=1#frist",
        "http://example.org",
        "https://example.org/blåbær/søknad(1),2;3'4",
        "HTTPS://EXAMPLE.ORG:8080/",
    ],
)
def test_web_addresses_may_be_links(text: str) -> None:
    assert web_address(text) == text


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "javascript:alert(1)",
        " https://example.org",
        "java\nscript:alert(1)",
        "https://example.org/\u202etxt",
        "data:text/html,x",
        "//example.org/x",
        "/utlysninger/x",
        "https:///x",
        "https://user:pass@example.org/",
        "https://example.org@evil.example/",
        "https://[::1",
        "https://example.org:99999/",
        "https://example.org:0/",
        'https://example.org/"onmouseover=',
        "https://example.org\\@evil.example",
        "file:///etc/passwd",
        "mailto:a@b.no",
    ],
)
def test_all_else_stays_text(text: str | None) -> None:
    assert web_address(text) is None
