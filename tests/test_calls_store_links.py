"""Links in the store: kept from the night that saw them, and nothing written while they stay the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from store_samples import begin, day, dump

from calls.linking import Link
from calls.store import Store, StoreError

TWIN = Link("forskningsradet", "2026/a", "forskningsradet", "en/2026/a", "twin", "Nettstedet sier det.")
JOINT = Link("eu", "1COMPETITIVE_CALL", "forskningsradet", "2026/a", "same_call", "Begge gjelder «THCS».")


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with Store.open(database_url) as opened:
        yield opened


def night(store: Store, number: int, *links: Link) -> None:
    begin(store, day(number))
    store.publish_links(day(number), links)


def test_a_link_holds_from_the_night_that_saw_it_to_that_which_did_not(store: Store) -> None:
    night(store, 0)
    night(store, 1, TWIN, JOINT)
    night(store, 2, TWIN)
    night(store, 3, TWIN, JOINT)
    assert [store.links(day(number)) for number in range(-1, 4)] == [[], [], [JOINT, TWIN], [TWIN], [JOINT, TWIN]]
    assert store.links() == [JOINT, TWIN]
    assert store.check() == []


def test_an_unchanged_night_writes_nothing_and_a_new_reason_makes_a_new_row(store: Store, database_url: str) -> None:
    night(store, 0, TWIN, JOINT)
    before = dump(database_url)["links"]
    night(store, 1, JOINT, TWIN, TWIN)
    assert dump(database_url)["links"] == before
    other = replace(TWIN, reason="Samme frist.")
    night(store, 2, other, JOINT)
    assert store.links(day(1)) == [JOINT, TWIN]
    assert store.links() == [JOINT, other]
    assert len(dump(database_url)["links"]) == 3
    assert store.check() == []


def test_a_night_that_publishes_again_or_is_taken_back_leaves_no_trace(store: Store, database_url: str) -> None:
    night(store, 0, TWIN)
    night(store, 1)
    once = dump(database_url)["links"]
    store.publish_links(day(1), [TWIN, JOINT])
    assert store.links() == [JOINT, TWIN]
    store.publish_links(day(1), [])
    assert dump(database_url)["links"] == once
    store.roll_back(day(1))
    assert store.links() == [TWIN]
    with pytest.raises(StoreError, match="ikke den siste"):
        store.publish_links(day(1), [])


def test_a_reason_with_half_a_character_is_kept_readable(store: Store) -> None:
    night(store, 0, replace(JOINT, reason="Begge gjelder «\ud83d»."))
    assert [link.reason for link in store.links()] == ["Begge gjelder «\ufffd»."]
