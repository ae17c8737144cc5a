"""The checks that keep a drifting source from overwriting what was read while it was whole."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from publish_samples import FIRST, call

from assets.earlier import Earlier, is_short
from assets.judge import BLOCKING, CHECKS, Verdict, drift_of, is_unread, judge, settled, shortfalls
from assets.steps import Staged, doubted, missing_from
from calls.drift import Reference
from calls.meaning import content_hash
from calls.store import KnownCall
from sources.forskningsradet import SOURCE

NOTHING = Earlier((), Reference())


def staged(*records: dict[str, Any], cards: int | None = None, **values: Any) -> Staged:
    count = len(records) if cards is None else cards
    hashes = {str(number): "" for number in range(count)}
    return replace(Staged(records, (), hashes, frozenset(), True, 3, 2), **values)


def verdict(name: str, found: Staged, earlier: Earlier = NOTHING) -> Verdict:
    return {one.name: one for one in judge(SOURCE, found, earlier)}[name]


def test_every_check_is_declared() -> None:
    verdicts = judge(SOURCE, staged(full("a")), NOTHING)
    assert tuple(one.name for one in verdicts) == CHECKS
    assert tuple(one.name for one in verdicts if one.blocks) == BLOCKING
    assert all(one.passed for one in verdicts)


def full(key: str, **values: Any) -> dict[str, Any]:
    filled = {"full_text": "Formål", "deadline_text": "14. okt.", "deadline_type": "fixed", "opens_at": FIRST}
    record = {**call(key), **filled, **values}
    return {**record, "content_hash": content_hash(record)}


def nights_of(lost: dict[str, Any], calls: int = 9) -> tuple[Staged, Earlier]:
    """Calls that were whole and have lost these values, every one of them."""
    before = {str(number): full(str(number)) for number in range(calls)}
    return staged(*(full(str(number), **lost) for number in range(calls))), Earlier((calls,), Reference(before))


@pytest.mark.parametrize(
    "cause", [{"title": "Forskningsrådet"}, {"full_text": None, "deadline_type": None, "opens_at": None}]
)
def test_titles_and_several_fields_together_keep_the_source_from_being_published(cause: dict[str, Any]) -> None:
    found, earlier = nights_of(cause)
    drift, fields = verdict("drift", found, earlier), verdict("fields", found, earlier)
    assert (drift.passed, drift.blocks, fields.passed, fields.blocks, fields.is_error) == (
        False,
        True,
        False,
        False,
        True,
    )
    assert drift.words.startswith("Opplysninger mangler eller leses annerledes i natt: ")
    assert drift.words.endswith(". Siden er trolig lagt om.")


def test_one_failing_field_keeps_its_value_and_the_source_is_published() -> None:
    found, earlier = nights_of({"deadline_type": None, "deadline_text": None})
    drift = drift_of(found, earlier)
    checks = {one.name: one for one in judge(SOURCE, found, earlier, drift)}
    assert checks["drift"].passed
    assert (checks["fields"].passed, checks["fields"].is_error, checks["fields"].blocks) == (False, True, False)
    assert checks["fields"].words == (
        "Felt som ikke leses trygt: Søknadsfrist (9 av 9 utlysninger har ikke lenger noen verdi; siden natten "
        "15. september 2026). Det vi leste sist, står, merket. «radar fields» viser før og nå."
    )
    published = settled(SOURCE, found, earlier, drift)
    assert [(one["deadline_type"], one["deadline_text"]) for one in published.records] == [("fixed", "14. okt.")] * 9
    assert [one["content_hash"] for one in published.records] == [full(str(n))["content_hash"] for n in range(9)]
    assert {(one.kind, one.field, one.message) for one in published.issues} == {
        (
            "drift",
            "deadline_at",
            "Søknadsfrist leses ikke trygt: 9 av 9 utlysninger har ikke lenger noen verdi. Det vi leste sist, står.",
        ),
        (
            "stale_value",
            "deadline_at",
            "Søknadsfrist er fra før natten 15. september 2026: feltet leses ikke trygt nå. Sjekk hos finansiøren.",
        ),
    }
    assert published.is_complete
    assert set(published.card_hashes.values()) == {""}, "so that they are read again although their list is as it was"


def test_a_check_on_how_much_came_that_does_not_pass_is_told_of_the_source() -> None:
    found, earlier = staged(cards=27), Earlier((40,), Reference())
    told = shortfalls(SOURCE, judge(SOURCE, found, earlier))
    assert [(one.kind, one.severity, one.message) for one in told] == [
        ("count_mismatch", "error", "Listen har 27 utlysninger; vanlig er 40. Ingen regnes som borte.")
    ]
    unread = [full(str(n), deadline_at=None, deadline_type=None) for n in range(5)]
    told = shortfalls(SOURCE, judge(SOURCE, staged(*unread), NOTHING))
    assert [(one.kind, one.field, one.severity, one.message) for one in told] == [
        ("missing_field", "deadline_at", "warning", "Fristen er forstått for 0 av 5 åpne og kommende utlysninger.")
    ]


def test_a_night_without_calls_or_without_a_past_is_no_drift() -> None:
    assert drift_of(staged(), NOTHING).fields == ()
    assert drift_of(staged(full("a"), full("b")), NOTHING).fields == ()


def test_calls_that_leave_the_list_in_a_heap_are_not_taken_for_gone() -> None:
    before = {str(number): {**full(str(number)), "is_listed": True} for number in range(12)}
    looked_at = [{**full(str(number)), "is_listed": number >= 4} for number in range(12)]
    found = staged(*looked_at, card_hashes={str(number): "" for number in range(4, 12)})
    earlier = Earlier((12,), Reference(before))
    published = settled(SOURCE, found, earlier, drift_of(found, earlier))
    assert all(one["is_listed"] for one in published.records)
    assert (published.is_complete, published.kept) == (False, 4)


@pytest.mark.parametrize(
    ("listed", "count", "passed", "short"),
    [
        ((), 3, True, False),
        ((40, 40, 40), 28, True, False),
        ((40, 40, 40), 27, False, True),
        ((40, 10, 40), 27, False, True),
        ((6, 6), 2, True, False),  # four fewer is no trend
        ((40,), 52, True, False),
        ((40,), 53, False, False),
    ],
)
def test_a_list_is_measured_against_the_median(listed: tuple[int, ...], count: int, passed: bool, short: bool) -> None:
    found, earlier = staged(cards=count), Earlier(listed, Reference())
    judged = verdict("volume", found, earlier)
    assert (judged.passed, judged.is_error, judged.blocks) == (passed, short, False)
    assert is_short(found, earlier) is short


def known(**statuses: str) -> dict[str, KnownCall]:
    return {key: KnownCall(status, "", True, True, key, "", FIRST) for key, status in statuses.items()}


def test_a_short_list_concludes_nothing() -> None:
    calls = known(a="open", b="closed", c="forecasted", d="open")
    assert missing_from(calls, {"a"}) == ["c", "d"]
    looked_at = staged({**call("c"), "is_listed": False}, card_hashes={"a": ""})
    found = doubted(looked_at, calls)
    assert (found.is_complete, found.kept, found.records[0]["is_listed"]) == (False, 2, True)


@pytest.mark.parametrize(("unread", "read", "is_old"), [(0, 9, False), (1, 1, False), (2, 17, True), (2, 18, False)])
def test_pages_that_fail_together_make_the_source_partly_old(unread: int, read: int, is_old: bool) -> None:
    pages = tuple(map(str, range(unread)))
    found = staged(call("a"), unread=pages, detail_read=frozenset(f"read {number}" for number in range(read)))
    judged = verdict("pages_read", found)
    assert is_unread(found) is is_old
    assert (judged.passed, judged.blocks, judged.is_error) == (not unread, False, is_old)
