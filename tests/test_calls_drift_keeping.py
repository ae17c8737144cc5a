"""A failing field keeps its last good value, and no deadline that cannot be trusted is published."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from publish_samples import deadline, said
from test_calls_drift import AT, whole

from calls.drift import GROUPS, keep_last_good
from calls.meaning import content_hash
from calls.record_json import read_record, record_line

SINCE = date(2026, 9, 14)
WRONG = {
    "deadline_at": datetime(2026, 9, 25, 11, tzinfo=UTC),
    "deadlines": [deadline("2026-09-25T11:00:00Z")],
    "deadline_text": "25. sep. 2026",
    "evidence": {"deadline_at": [said("25. sep. 2026")], "title": [said("Tittel")]},
}


def test_a_known_call_keeps_its_deadline_and_the_words_it_was_read_from() -> None:
    before = whole("a", evidence={"deadline_at": [said("14. okt. 2026")], "title": [said("Før")]})
    (kept,), issues = keep_last_good([whole("a", **WRONG, title="Ny tittel")], {"a": before}, {"deadline_at": SINCE})
    for column in ("deadline_at", "deadlines", "deadline_type", "deadline_text"):
        assert kept[column] == before[column]
    assert kept["title"] == "Ny tittel"
    assert kept["evidence"] == {"deadline_at": [said("14. okt. 2026")], "title": [said("Tittel")]}
    assert kept["content_hash"] == content_hash(kept)
    assert [(one.source_id, one.kind, one.field, one.text, one.message) for one in issues] == [
        (
            "a",
            "stale_value",
            "deadline_at",
            "25. sep. 2026",
            "Søknadsfrist er fra før natten 14. september 2026: feltet leses ikke trygt nå. Sjekk hos finansiøren.",
        )
    ]


def test_a_new_call_is_published_without_the_field() -> None:
    (kept,), (issue,) = keep_last_good([whole("ny", **WRONG)], {}, {"deadline_at": SINCE})
    assert [kept[name] for name in ("deadline_at", "deadlines", "deadline_type", "deadline_text")] == [
        None,
        [],
        None,
        None,
    ]
    assert "deadline_at" not in kept["evidence"]
    assert issue.message == (
        "Søknadsfrist er ikke tatt med: feltet leses ikke trygt siden natten 14. september 2026. Sjekk hos finansiøren."
    )
    assert read_record(record_line(kept)) == kept


def test_a_call_that_reads_as_it_was_is_not_marked() -> None:
    assert keep_last_good([whole("a")], {"a": whole("a")}, {"deadline_at": SINCE}) == ([whole("a")], [])


def test_the_next_of_several_kept_deadlines_is_that_of_tonight() -> None:
    stages = [deadline("2026-09-10T11:00:00Z"), deadline("2026-11-10T12:00:00Z")]
    before = whole("a", deadlines=stages, deadline_at=datetime(2026, 9, 10, 11, tzinfo=UTC))
    (kept,), _ = keep_last_good([whole("a", **WRONG)], {"a": before}, {"deadline_at": SINCE})
    assert kept["deadline_at"] == datetime(2026, 11, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(("kind", "status"), [("fixed", "closed"), ("rolling", "open")])
def test_a_kept_status_is_not_open_past_a_fixed_deadline(kind: str, status: str) -> None:
    over = {"deadlines": [deadline("2026-09-10T11:00:00Z")], "deadline_type": kind}
    (kept,), _ = keep_last_good(
        [whole("a", **over, status="forecasted")], {"a": whole("a", **over, status="open")}, {"status": SINCE}
    )
    assert kept["status"] == status


def test_a_call_that_is_back_in_the_list_stays_in_it() -> None:
    before = {"a": {**whole("a"), "is_listed": False}, "b": whole("b")}
    tonight = [whole("a"), {**whole("b"), "is_listed": False}]
    kept, issues = keep_last_good(tonight, before, {"is_listed": SINCE})
    assert [one["is_listed"] for one in kept] == [True, True]
    assert [(one.source_id, one.message) for one in issues] == [
        (
            "b",
            "Utlysningen mangler i listen sammen med mange andre som ikke er over; den regnes ikke som borte. "
            "Sjekk hos finansiøren.",
        )
    ]


def test_nothing_fails_and_nothing_changes() -> None:
    records = [whole("a", **WRONG)]
    assert keep_last_good(records, {"a": whole("a")}, {}) == (records, [])


def test_a_name_that_is_no_field_is_refused() -> None:
    with pytest.raises(KeyError):
        keep_last_good([whole("a")], {}, {"deadlines": SINCE})


_DAYS = st.integers(-400, 900).map(lambda days: AT + timedelta(days=days))


@given(st.sets(st.sampled_from([group.name for group in GROUPS])), _DAYS, _DAYS, st.booleans())
def test_no_kept_field_has_tonights_value_unless_it_is_the_earlier_one(
    failing: set[str], old: datetime, new: datetime, is_known: bool
) -> None:
    def dated(at: datetime) -> dict[str, Any]:
        return {
            "deadline_at": at,
            "deadlines": [deadline(at.isoformat())],
            "opens_at": at,
            "budget_nok": at.toordinal(),
        }

    before = {"a": whole("a", **dated(old))} if is_known else {}
    (kept,), _ = keep_last_good([whole("a", **dated(new))], before, dict.fromkeys(failing, SINCE))
    expected = before["a"] if is_known else {"deadlines": [], "opens_at": None, "budget_nok": None}
    tonight = whole("a", **dated(new))
    for group, column in (("deadline_at", "deadlines"), ("opens_at", "opens_at"), ("budget_nok", "budget_nok")):
        assert kept[column] == (expected if group in failing else tonight)[column]
    assert read_record(record_line(kept)) == kept
