"""The same call again under a new address, and what only looks like it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from night_events import dated, night, told
from store_samples import day

from calls.store import Store


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with Store.open(database_url) as opened:
        yield opened


def reissue(store: Store, old: dict[str, Any], new: dict[str, Any], **extras: Any) -> list[tuple[str, ...]]:
    """The events of the second night, on which `new` stands in the list and `old` in `cards`, if at all."""
    night(store, 0, dated("other", title="En annen"), old)
    night(store, 1, dated("other", title="En annen"), new, **extras)
    frame = store.events(day(1))
    return [tuple(row) for row in frame[["source_id", "kind", "other_id"]].itertuples(index=False)]


CANCELLED = {"status": "cancelled", "status_text": "Avlyst"}


@pytest.mark.parametrize(
    ("old", "new", "extras", "expected"),
    [
        ({}, {"title": "Utlysning  OLD"}, {}, "reissued"),
        ({}, {}, {"is_complete": False}, "first_seen"),
        ({}, {}, {"cards": "old"}, "first_seen"),
        ({}, {"title": "En tredje"}, {}, "first_seen"),
        ({}, {"funder": "Andre"}, {}, "first_seen"),
        ({"scheme": "A"}, {"scheme": "B"}, {}, "first_seen"),
        ({"scheme": "A", "parent_id": "T"}, {"parent_id": "T"}, {}, "reissued"),
        ({"parent_id": "T"}, {"title": "En tredje", "parent_id": "T"}, {}, "first_seen"),
        (CANCELLED, {}, {"cards": "old"}, "reissued"),
        ({"status": "closed"}, {}, {}, "first_seen"),
        ({"api_id": "7"}, {"api_id": "7", "title": "Nytt navn"}, {}, "reissued"),
        ({"api_id": "7"}, {"api_id": "7", "title": "Nytt navn"}, {"cards": "old"}, "first_seen"),
        ({"api_id": "7"}, {"api_id": "8", "title": "Nytt navn"}, {}, "first_seen"),
    ],
)
def test_a_call_under_a_new_address(
    store: Store, old: dict[str, Any], new: dict[str, Any], extras: dict[str, Any], expected: str
) -> None:
    before = dated("old", **{"title": "Utlysning old", **old})
    found = reissue(store, before, dated("new", **{"title": "Utlysning old", **new}), **extras)
    assert found == [("new", expected, "old" if expected == "reissued" else None)]


def test_what_was_reissued_is_not_gone_and_not_reissued_again(store: Store) -> None:
    assert reissue(store, dated("old", title="T"), dated("new", title="T")) == [("new", "reissued", "old")]
    assert store.reissues() == store.reissues(day(1)) == {("forskningsradet", "old"): [("forskningsradet", "new")]}
    assert store.reissues(day(0)) == {}
    assert store.listing()[["source_id", "is_listed"]].values.tolist() == [
        ["new", True],
        ["old", False],
        ["other", True],
    ]
    for number in range(2, 7):
        night(store, number, dated("other", title="En annen"), cards="new", looks={"old": "not_there"})
    assert told(store, first=day(2)) == []
    night(store, 7, dated("newest", title="T"), cards="new other")
    assert told(store, 7) == [("newest", "first_seen", "funder")]


def test_a_round_after_its_deadline_or_long_after_it_was_cancelled_is_a_new_call(store: Store) -> None:
    night(store, 0, dated("past", "2026-09-16", title="P"), dated("off", title="O", **CANCELLED))
    night(store, 2, dated("past-2", title="P"), cards="off")
    assert told(store, 2) == [("past", "closed", "time"), ("past-2", "first_seen", "funder")]
    night(store, 401, dated("off-2", title="O"), cards="past-2 off")
    assert ("off-2", "first_seen", "funder") in told(store, 401)
