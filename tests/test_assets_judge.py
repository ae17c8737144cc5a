"""The checks that keep a drifting source from overwriting what was read while it was whole."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from publish_samples import FIRST, call

from assets.judge import BLOCKING, CHECKS, DRIFT_COLUMNS, Earlier, Verdict, is_short, is_unread, judge
from assets.steps import Staged, doubted, missing_from
from calls.store import KnownCall
from sources.forskningsradet import SOURCE

NOTHING = Earlier((), {})


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
    return {**call(key), "full_text": "Formål", "deadline_text": "14. okt.", "deadline_type": "fixed", **values}


@pytest.mark.parametrize(
    ("had", "lost", "passed"),
    [(3, 3, False), (3, 2, True), (9, 3, False), (10, 3, True), (30, 10, False), (0, 0, True)],
)
@pytest.mark.parametrize("column", ["full_text", "deadline_text"])
def test_calls_that_lose_a_value_together_are_drift(column: str, had: int, lost: int, passed: bool) -> None:
    before = {str(number): full(str(number)) for number in range(had)}
    tonight = [full(str(number), **({column: None} if number < lost else {})) for number in range(had)]
    found = verdict("drift", staged(*tonight), Earlier((had,), before))
    assert found.passed is passed
    assert passed or f"({lost} av {had})" in found.words


def test_calls_that_never_had_a_value_and_calls_not_read_tonight_are_no_drift() -> None:
    bare = dict.fromkeys(DRIFT_COLUMNS)
    before = {str(number): full(str(number), **bare) for number in range(9)}
    assert verdict("drift", staged(*before.values()), Earlier((9,), before)).passed
    assert verdict("drift", staged(full("ny", **bare)), Earlier((9,), {"a": full("a"), "b": full("b")})).passed


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
    found, earlier = staged(cards=count), Earlier(listed, {})
    judged = verdict("volume", found, earlier)
    assert (judged.passed, judged.is_error, judged.blocks) == (passed, short, False)
    assert is_short(found, earlier) is short


def known(**statuses: str) -> dict[str, KnownCall]:
    return {key: KnownCall(status, "", True, True, key, "", FIRST) for key, status in statuses.items()}


def test_a_short_list_concludes_nothing() -> None:
    calls = known(a="open", b="closed", c="forecasted", d="open")
    assert missing_from(calls, {"a"}) == ["c", "d"]
    looked_at = staged({**call("c"), "is_listed": False}, card_hashes={"a": ""})
    found = doubted(SOURCE, looked_at, calls, 4)
    assert (found.is_complete, found.kept, found.records[0]["is_listed"]) == (False, 2, True)
    assert [(one.kind, one.severity, one.message) for one in found.issues] == [
        ("count_mismatch", "error", "Listen har 1 utlysninger mot vanlig 4; ingen regnes som borte.")
    ]


@pytest.mark.parametrize(("unread", "read", "is_old"), [(0, 9, False), (1, 1, False), (2, 17, True), (2, 18, False)])
def test_pages_that_fail_together_make_the_source_partly_old(unread: int, read: int, is_old: bool) -> None:
    pages = tuple(map(str, range(unread)))
    found = staged(call("a"), unread=pages, detail_read=frozenset(f"read {number}" for number in range(read)))
    judged = verdict("pages_read", found)
    assert is_unread(found) is is_old
    assert (judged.passed, judged.blocks, judged.is_error) == (not unread, False, is_old)
