"""What nights told of deadlines, and when a funder last changed a call: as of any night, and on either database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from night_events import dated, night
from store_samples import began, day

from calls.store import Store, ToldDeadlines

SOURCE = "forskningsradet"


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with Store.open(database_url) as opened:
        yield opened


def test_deadlines_as_they_were_told(store: Store) -> None:
    first, second = dated("a"), dated("a", "2026-10-22")
    night(store, 0, first, dated("b"))
    night(store, 1, second, dated("b"))
    night(store, 2, second, dated("b"))
    night(store, 3, {**second, "status": "cancelled", "content_hash": "3"}, dated("b"))
    told = [
        ToldDeadlines(began(day(0)), first["deadlines"], False),
        ToldDeadlines(began(day(1)), second["deadlines"], False),
        ToldDeadlines(began(day(3)), second["deadlines"], True),
    ]
    assert store.told_deadlines([(SOURCE, "a"), (SOURCE, "c"), ("eu", "a")]) == {(SOURCE, "a"): told}
    assert store.told_deadlines([(SOURCE, "a")], day(2)) == {(SOURCE, "a"): told[:2]}
    assert store.told_deadlines([(SOURCE, "b")])[SOURCE, "b"] == [
        ToldDeadlines(began(day(0)), first["deadlines"], False)
    ]
    assert store.told_deadlines([]) == {}


def test_a_call_that_is_gone_is_off_until_it_is_back(store: Store) -> None:
    night(store, 0, dated("a"), dated("b"))
    for number in range(1, 6):
        night(store, number, dated("b"))
    night(store, 6, dated("a"), dated("b"))
    told = store.told_deadlines([(SOURCE, "a")])[SOURCE, "a"]
    assert [(one.at, one.is_off) for one in told] == [
        (began(day(0)), False),
        (began(day(4)), True),
        (began(day(6)), False),
    ]
    assert all(one.deadlines == dated("a")["deadlines"] for one in told)


def test_the_last_night_on_which_the_funder_changed_a_call(store: Store) -> None:
    night(store, 0, dated("a"), dated("b"))
    night(store, 1, dated("a", title="Ny"), dated("b"), dated("c"))
    night(store, 2, dated("a", title="Nyere"), dated("b"), dated("c"))
    assert store.last_changed() == {(SOURCE, "a"): day(2)}
    assert store.last_changed(day(1)) == {(SOURCE, "a"): day(1)}
    assert store.last_changed(day(0)) == {}
