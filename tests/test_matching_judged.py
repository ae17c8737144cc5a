"""Measures on what people judged: condensed lists, the sample apart, and when tonight is worse than last night."""

from __future__ import annotations

import math
import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.judged import FEWEST, Change, Judgment, compare, measure, measure_sample, sample, share_interval

CALLS = [("f", str(number)) for number in range(40)]
MAY = frozenset(CALLS)
PROFILES = [("k", f"p{number}") for number in range(8)]
NIGHT = date(2026, 9, 15)


def _judged(*grades: int, profile: tuple[str, str] = PROFILES[0], is_sampled: bool = False) -> list[Judgment]:
    """Judgments on the first calls, in order."""
    return [Judgment(profile, CALLS[place], grade, is_sampled) for place, grade in enumerate(grades)]


def test_nothing_is_measured_where_nobody_judged() -> None:
    assert measure({PROFILES[0]: CALLS}, [], MAY) == []
    assert measure_sample({PROFILES[0]: CALLS}, [], MAY) == (0, 0, None, None)


def test_calls_that_nobody_judged_are_left_out_of_the_list() -> None:
    ranking = {PROFILES[0]: [*CALLS[10:], CALLS[1], CALLS[0]]}
    (found,) = measure(ranking, _judged(2, 0), MAY)
    # The list is [1: wrong, 0: right] when the thirty others are left out.
    assert (found.cluster, found.judgments, found.profiles) == ("k", 2, 1)
    assert found.ndcg is not None and found.recall is not None and found.mrr is not None
    assert found.ndcg.mean == pytest.approx(1 / math.log2(3))
    assert (found.recall.mean, found.mrr.mean) == (1.0, 0.5)


def test_a_call_that_could_not_match_says_nothing_and_one_that_is_missing_counts() -> None:
    (closed,) = measure({PROFILES[0]: [CALLS[0]]}, _judged(2, 2), frozenset(CALLS[:1]))
    (missed,) = measure({PROFILES[0]: [CALLS[0]]}, _judged(2, 2), MAY)
    assert closed.recall is not None and closed.recall.mean == 1.0
    assert missed.recall is not None and missed.recall.mean == 0.5


def test_a_cluster_that_found_nothing_right_has_judgments_and_no_measure() -> None:
    other = ("l", "p")
    found = measure({PROFILES[0]: CALLS, other: CALLS}, [*_judged(0, 0), *_judged(2, profile=other)], MAY)
    assert [(one.cluster, one.judgments, one.profiles) for one in found] == [("k", 2, 0), ("l", 1, 1)]
    assert found[0].ndcg is None
    assert found[1].ndcg is not None


def test_the_sample_is_told_apart_from_the_pool() -> None:
    ranking = {PROFILES[0]: CALLS[1:]}
    judged = _judged(2, 2, 0, 2, is_sampled=True)
    assert measure(ranking, judged, MAY) == []
    found = measure_sample(ranking, judged, MAY)
    assert (found.judged, found.right) == (4, 3)
    assert found.near is not None and found.near.mean == pytest.approx(2 / 3)
    assert found.near.low < 2 / 3 < found.near.high
    assert measure_sample(ranking, _judged(2, 2), MAY).judged == 0


def _night(order: list[int], profiles: int = 8) -> dict[tuple[str, str], list[tuple[str, str]]]:
    return {profile: [CALLS[place] for place in order] for profile in PROFILES[:profiles]}


def _of_all(*grades: int, profiles: int = 8) -> list[Judgment]:
    return [one for profile in PROFILES[:profiles] for one in _judged(*grades, profile=profile)]


def test_a_ranking_that_got_worse_is_told() -> None:
    judged = _of_all(2, 0, 0)
    worse = compare(_night([0, 1, 2]), _night([2, 1, 0]), judged, MAY)
    assert worse.profiles == 8
    assert worse.change is not None and worse.change.high < 0
    assert worse.is_worse
    assert not compare(_night([2, 1, 0]), _night([0, 1, 2]), judged, MAY).is_worse
    same = compare(_night([2, 1, 0]), _night([2, 1, 0]), judged, MAY)
    assert same.change == (0.0, 0.0, 0.0)
    assert not same.is_worse


def test_a_large_drop_is_worse_however_wide_its_interval() -> None:
    before, after = _night([0, 1, 2]), _night([0, 1, 2])
    after[PROFILES[0]] = []
    found = compare(before, after, _of_all(2, 0, 0), MAY)
    assert found.change is not None and found.change.low < found.change.mean == -1 / 8 <= found.change.high
    assert found.is_worse


def test_a_small_drop_that_may_be_chance_is_not_worse() -> None:
    before, after = _night([0, 1, 2]), _night([0, 1, 2])
    after[PROFILES[0]] = [CALLS[place] for place in (1, 0, 2)]
    found = compare(before, after, _of_all(2, 0, 0), MAY)
    assert found.change is not None and -0.05 < found.change.mean < 0
    assert not found.is_worse


def test_too_few_judgments_say_nothing() -> None:
    assert compare(_night([0, 1]), _night([1, 0]), _of_all(2, 0, profiles=FEWEST - 1), MAY) == Change(FEWEST - 1, None)
    assert compare({}, {}, [], MAY) == Change(0, None)
    assert not Change(0, None).is_worse
    # Profiles that found nothing right, and profiles of one night only, are not counted.
    assert compare(_night([0]), _night([0]), _of_all(0, 0), MAY).profiles == 0
    assert compare(_night([0], profiles=3), _night([0]), _of_all(2), MAY).profiles == 3


def test_a_call_that_has_closed_since_makes_no_night_worse() -> None:
    found = compare(_night([0, 1, 2]), _night([2, 1]), _of_all(2, 0, 1), frozenset(CALLS[1:]))
    assert found.change is not None and found.change.mean > 0


def test_the_sample_hangs_on_the_night_and_not_on_the_order() -> None:
    first = sample(CALLS, PROFILES, NIGHT, 3)
    mixed = random.Random(1).sample(CALLS, len(CALLS))
    assert sample(mixed, reversed(PROFILES), NIGHT, 3) == first
    assert list(first) == PROFILES
    assert all(len(set(calls)) == 3 for calls in first.values())
    assert len({tuple(calls) for calls in first.values()}) == len(PROFILES), "each profile has its own"
    assert sample(CALLS, PROFILES, date(2026, 9, 16), 3) != first


def test_every_call_is_drawn_as_often() -> None:
    drawn = [
        call
        for day in range(1, 29)
        for calls in sample(CALLS, PROFILES, date(2026, 2, day), 5).values()
        for call in calls
    ]
    counts = [drawn.count(call) for call in CALLS]
    expected = len(drawn) / len(CALLS)  # 28
    assert all(abs(count - expected) < 4 * expected**0.5 for count in counts), counts


@given(calls=st.sets(st.sampled_from(CALLS), min_size=1), n=st.integers(0, 6), gone=st.sampled_from(CALLS))
def test_a_call_less_moves_only_its_own_place(calls: set[tuple[str, str]], n: int, gone: tuple[str, str]) -> None:
    whole = sample(calls, PROFILES[:1], NIGHT, n)[PROFILES[0]]
    less = sample(calls - {gone}, PROFILES[:1], NIGHT, n)[PROFILES[0]]
    assert len(whole) == min(n, len(calls))
    assert [call for call in whole if call != gone] == less[: len([call for call in whole if call != gone])]


@given(of=st.integers(1, 500), share=st.floats(0, 1))
def test_the_interval_of_a_share_holds_it_and_is_never_empty(of: int, share: float) -> None:
    hits = round(of * share)
    found = share_interval(hits, of)
    assert found is not None
    assert 0 <= found.low <= found.mean + 1e-12 and found.mean - 1e-12 <= found.high <= 1
    assert found.high - found.low > 0
    assert share_interval(0, 0) is None
