"""Lost quotes in the store: kept from the night they went until the night they are back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from store_samples import begin, day, dump, publish, record

from calls.store import Store, StoreError

SOURCE = "forskningsradet"


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with Store.open(database_url) as opened:
        yield opened


def night(store: Store, number: int, lost: dict[str, list[str]], looked_at: set[str]) -> None:
    begin(store, day(number))
    store.publish_quotes(day(number), SOURCE, lost, looked_at)


def test_a_lost_quote_stands_from_its_night_until_it_is_found_again(store: Store) -> None:
    night(store, 0, {}, {"a", "b"})
    night(store, 1, {"a": ["deadlines[0]", "budget_nok"]}, {"a", "b"})
    night(store, 2, {"a": ["budget_nok"]}, {"a", "b"})
    assert store.lost_quotes(day(0)) == {}
    assert store.lost_quotes(day(1)) == {(SOURCE, "a"): {"budget_nok": day(1), "deadlines[0]": day(1)}}
    assert store.lost_quotes() == store.lost_quotes(day(2)) == {(SOURCE, "a"): {"budget_nok": day(1)}}


def test_a_call_that_was_not_looked_at_keeps_what_is_known(store: Store) -> None:
    night(store, 0, {"a": ["title"], "b": ["title"]}, {"a", "b"})
    night(store, 1, {}, {"b"})
    assert store.lost_quotes() == {(SOURCE, "a"): {"title": day(0)}}


def test_sources_and_calls_are_asked_for_one_by_one(store: Store) -> None:
    begin(store, day(0))
    store.publish_quotes(day(0), SOURCE, {"a": ["title"], "b": ["status"]}, ["a", "b"])
    store.publish_quotes(day(0), "eu", {"a": ["summary"]}, ["a"])
    everything = {
        ("eu", "a"): {"summary": day(0)},
        (SOURCE, "a"): {"title": day(0)},
        (SOURCE, "b"): {"status": day(0)},
    }
    assert store.lost_quotes() == everything
    assert store.lost_quotes(source="eu") == {("eu", "a"): {"summary": day(0)}}
    assert store.lost_quotes(source=SOURCE, source_id="b") == {(SOURCE, "b"): {"status": day(0)}}


def test_a_night_that_loses_nothing_new_writes_nothing(store: Store, database_url: str) -> None:
    night(store, 0, {"a": ["title"]}, {"a"})
    before = dump(database_url)["lost_quotes"]
    night(store, 1, {"a": ["title"]}, {"a"})
    assert dump(database_url)["lost_quotes"] == before


def test_publishing_a_night_again_replaces_what_it_said(store: Store, database_url: str) -> None:
    night(store, 0, {"a": ["title"]}, {"a"})
    night(store, 1, {"a": ["status"], "b": ["title"]}, {"a", "b"})
    once = dump(database_url)["lost_quotes"]
    store.publish_quotes(day(1), SOURCE, {"a": ["title"], "b": ["summary"]}, {"a", "b"})
    assert store.lost_quotes() == {(SOURCE, "a"): {"title": day(0)}, (SOURCE, "b"): {"summary": day(1)}}
    store.publish_quotes(day(1), SOURCE, {"a": ["status"], "b": ["title"]}, {"a", "b"})
    assert dump(database_url)["lost_quotes"] == once


def test_rolling_back_leaves_no_trace(store: Store, database_url: str) -> None:
    night(store, 0, {"a": ["title"]}, {"a"})
    before = dump(database_url)["lost_quotes"]
    night(store, 1, {"b": ["title"]}, {"a", "b"})
    store.roll_back(day(1))
    assert dump(database_url)["lost_quotes"] == before
    assert store.check() == []


def test_a_lost_quote_of_a_call_nobody_looked_at_is_refused(store: Store) -> None:
    begin(store, day(0))
    with pytest.raises(StoreError, match="ingen har lett etter sitatene"):
        store.publish_quotes(day(0), SOURCE, {"a": ["title"]}, [])
    assert store.lost_quotes() == {}


def test_only_the_last_night_can_say_what_is_lost(store: Store) -> None:
    publish(store, day(0), record("a"))
    begin(store, day(1))
    with pytest.raises(StoreError, match="ikke den siste"):
        store.publish_quotes(day(0), SOURCE, {}, [])
