"""What two records of a call differ in, and what events that makes, with their causes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from history_samples import AT, deadline
from store_samples import day, record

from calls.history import CAUSES, KINDS, FieldChange, changed_fields, may_notify
from calls.history.events import Happening, between, causes, numbered
from calls.meaning import canonical, content_hash, meaning


def call(*deadlines: dict[str, Any], **values: Any) -> dict[str, Any]:
    return record("a", deadlines=list(deadlines), deadline_type="fixed" if deadlines else None, **values)


def kinds(before: dict[str, Any], after: dict[str, Any], at: datetime = AT) -> list[tuple[str, str, str]]:
    return [(one.kind, one.cause, one.field) for one in between(before, after, at, "funder")]


SAME = [
    ({"title": "Lån  til\u00a0pil\u00adoter"}, {"title": "Lån til piloter"}),
    ({"title": "a\u030arsmøte"}, {"title": "årsmøte"}),
    ({"summary": ""}, {"summary": None}),
    ({"full_text": "En\nto"}, {"full_text": "En to "}),
    ({"applicant_types": ["kommune", "helseforetak"]}, {"applicant_types": ["helseforetak", "kommune"]}),
    ({"target_groups": ["Å", "B"]}, {"target_groups": ["B", "Å"]}),
    ({"regions": ["03", "34"]}, {"regions": ["34", "03"]}),
    ({"contact": [{"text": "Kari"}, {"text": "Ola"}]}, {"contact": [{"text": "Ola"}, {"text": "Kari"}]}),
    (
        {"change_notes": [{"date": "2026-09-01", "text": "A"}, {"date": None, "text": "B"}]},
        {"change_notes": [{"date": None, "text": "B"}, {"date": "2026-09-01", "text": "A "}]},
    ),
    (
        {
            "themes": [
                {"name": n, "amount_nok": None, "target_group": None, "text": "Helse; IKT"} for n in ("Helse", "IKT")
            ]
        },
        {
            "themes": [
                {"name": n, "amount_nok": None, "target_group": None, "text": "IKT; Helse"} for n in ("IKT", "Helse")
            ]
        },
    ),
    (
        {"other_dates": [{"label": "Webinar", "text": "1. okt.", "date": "2026-10-01"}]},
        {"other_dates": [{"label": "Webinar", "text": "1. oktober 2026", "date": "2026-10-01"}]},
    ),
    ({"deadlines": [deadline("2026-10-01")]}, {"deadlines": [deadline("2026-10-01", text="1. oktober 2026")]}),
    (
        {"deadlines": [deadline("2026-10-01"), deadline("2026-11-01")]},
        {"deadlines": [deadline("2026-11-01"), deadline("2026-10-01")]},
    ),
    (
        {"deadlines": [deadline("2026-10-01T15:00:00Z", clock="inferred")]},
        {"deadlines": [deadline("2026-10-01T07:30:00Z", clock="listed")]},
    ),
    (
        {"opens_at": datetime(2026, 10, 1, 6, tzinfo=UTC), "evidence": {"opens_at": [{"text": "", "clock": "listed"}]}},
        {"opens_at": datetime(2026, 10, 1, 9, tzinfo=UTC), "evidence": {"opens_at": [{"text": "", "clock": "listed"}]}},
    ),
    (
        {"deadlines": [deadline("2026-10-01")], "deadline_text": "A"},
        {"deadlines": [deadline("2026-10-01")], "deadline_text": "B"},
    ),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_in_another_spelling_or_order_is_the_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    before, after = record("a", **one), record("a", **other)
    assert content_hash(before) == content_hash(after)
    assert changed_fields(before, after) == []
    assert between(before, after, AT, "funder") == []


def test_canonical_values_are_plain_and_the_same_again() -> None:
    given = [deadline("2026-10-01", text="x"), deadline("2026-09-30T10:00:30Z", clock="stated", label="Skisse ")]
    expected = [
        {"when": "2026-09-30T10:00Z", "type": "fixed", "label": "Skisse", "is_closed": False},
        {"when": "2026-10-01", "type": "fixed", "label": "Søknadsfrist", "is_closed": False},
    ]
    assert canonical("deadlines", given) == expected
    assert canonical("title", " a \u200bb\n") == "a b"
    assert canonical("regions", []) is None
    assert meaning(record("a", deadline_text="Medio mai"))["deadline_text"] == "Medio mai"


def test_the_ends_of_time_are_compared_too() -> None:
    ends = [deadline("9999-12-31T23:59:59Z"), deadline("0001-01-01T00:00:00Z")]
    assert canonical("deadlines", ends) == [
        {"when": "0001-01-01", "type": "fixed", "label": "Søknadsfrist", "is_closed": False},
        {"when": "9999-12-31", "type": "fixed", "label": "Søknadsfrist", "is_closed": False},
    ]
    assert kinds(call(*ends), call(ends[1])) == [("changed", "funder", "deadlines")]


def test_a_change_tells_the_funders_words() -> None:
    before = record("a", budget_nok=10_000_000, evidence={"budget_nok": [{"text": "10 mill. kroner"}]}, lang="nb")
    after = record(
        "a", budget_nok=12_000_000, title="Ny", lang="en", applicant_types=["kommune"], is_partner_required=True
    )
    assert changed_fields(before, after) == [
        FieldChange("title", "Utlysning a", "Ny", "Utlysning a", "Ny"),
        FieldChange("lang", "nb", "en", "bokmål", "engelsk"),
        FieldChange("budget_nok", 10_000_000, 12_000_000, "10 mill. kroner", "12 000 000 kroner"),
        FieldChange("applicant_types", None, ["kommune"], "", "kommuner"),
        FieldChange("is_partner_required", None, True, "", "ja"),
    ]


def test_a_value_whose_words_are_the_same_is_told_as_such() -> None:
    opens = [datetime(2026, month, 1, 6, tzinfo=UTC) for month in (10, 11)]
    inferred = {"opens_at": [{"text": "se siden", "clock": "inferred"}]}
    before, after = (record("a", opens_at=at, evidence=inferred) for at in opens)
    plain = ("2026-10-01T06:00:00Z", "2026-11-01T06:00:00Z")
    assert changed_fields(before, after) == [FieldChange("opens_at", *plain, "1.10.2026", "1.11.2026")]
    before, after = (record("a", opens_at=at) for at in opens)
    assert changed_fields(before, after) == [
        FieldChange("opens_at", *plain, "1.10.2026 kl. 08.00", "1.11.2026 kl. 07.00")
    ]


def test_of_two_lists_the_entries_that_differ_are_told() -> None:
    def told(*entries: str, column: str = "themes") -> dict[str, Any]:
        amounts = [{"name": one.split(":")[0], "amount_nok": int(one.split()[1])} for one in entries]
        return record("a", **{column: amounts}, evidence={column: [{"text": one} for one in entries]})

    def texts(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str]]:
        return [(change.before_text, change.after_text) for change in changed_fields(before, after)]

    before = told("Helse: 93 mill.", "Havbruk: 60 mill.", "Energi: 80 mill.")
    assert texts(before, told("Energi: 80 mill.", "Helse: 95 mill.", "Havbruk: 60 mill.")) == [
        ("Helse: 93 mill.", "Helse: 95 mill.")
    ]
    assert texts(before, told("Helse: 93 mill.", "Energi: 80 mill.")) == [("Havbruk: 60 mill.", "")]
    both, one = (record("a", regions=regions) for regions in (["34", "15"], ["34"]))
    assert texts(one, both) == [("", "15")]


def test_of_a_long_text_the_lines_that_differ_are_told() -> None:
    before, after = record("a", full_text="En\nTo\nTo\nTre"), record("a", full_text="En\nTo \nFire\nTre")
    assert changed_fields(before, after) == [FieldChange("full_text", "To", "Fire", "To", "Fire")]
    endless = changed_fields(before, record("a", full_text="å" * 5000))[0]
    assert endless.after_text == "å" * 998 + " …"


OPEN, SOON = {"status": "open", "status_text": "Søk nå"}, {"status": "forecasted", "status_text": "Kommer"}
OVER = {"status": "closed", "status_text": "Gjennomført"}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (SOON, OPEN, ("opened", "funder")),
        (OPEN, OVER, ("closed", "funder")),
        (OPEN, {"status": "cancelled", "status_text": "Avlyst"}, ("cancelled", "funder")),
        (OPEN, SOON, ("changed", "funder")),
        ({"status": None}, OPEN, ("opened", "funder")),
        (OPEN, {"status": None}, ("changed", "funder")),
        ({"status": "open"}, {"status": "closed"}, ("closed", "time")),
        ({"status": "forecasted"}, {"status": "open"}, ("opened", "time")),
        ({"status": "open"}, {"status": None}, ("changed", "time")),
        (OVER, OPEN, ("opened", "funder")),
    ],
)
def test_a_status_that_changes_tells_who_did_it(
    before: dict[str, Any], after: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert kinds(record("a", **before), record("a", **after)) == [(*expected, "status")]


def test_a_closing_by_time_beside_a_change_of_the_funder() -> None:
    before = call(deadline("2026-09-19"), status="open")
    assert kinds(before, {**before, "status": "closed", "title": "Ny"}) == [
        ("closed", "time", "status"),
        ("changed", "funder", "title"),
    ]
    moved = call(deadline("2026-10-08"), status="open")
    assert kinds({**before, "status": "closed"}, moved) == [
        ("opened", "funder", "status"),
        ("deadline_later", "funder", "deadlines"),
    ]


def test_what_newer_code_reads_otherwise_is_ours() -> None:
    stored = call(deadline("2026-10-01"), title="Gammel", budget_nok=None)
    baseline = {**stored, "budget_nok": 5, "deadlines": [deadline("2026-10-02")]}
    tonight = {**baseline, "title": "Ny"}
    told = causes(stored, baseline, tonight, AT, is_new_reader=True)
    assert [(one.kind, one.cause, one.field) for one in told] == [
        ("deadline_later", "us", "deadlines"),
        ("changed", "us", "budget_nok"),
        ("changed", "funder", "title"),
    ]
    assert [may_notify(one) for one in told] == [False, False, True]
    assert {one.cause for one in causes(stored, None, tonight, AT, is_new_reader=True)} == {"us"}
    assert {one.cause for one in causes(stored, None, tonight, AT, is_new_reader=False)} == {"funder"}


def test_the_vocabulary_is_one() -> None:
    assert KINDS == (
        "first_seen", "changed", "deadline_earlier", "deadline_later", "opened", "closed", "cancelled", "reissued",
        "gone", "gone_confirmed", "reappeared",
    )  # fmt: skip
    assert CAUSES == ("funder", "us", "time")
    events = numbered(day(0), "s", "a", [Happening("first_seen", "us"), Happening("opened", "time", "status")])
    assert [(event.number, event.kind, event.field) for event in events] == [
        (1, "first_seen", ""),
        (2, "opened", "status"),
    ]
