"""Nights in their order, their matches and what those rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from store_samples import began, begin, day, publish, record, report

from calls.database import reading
from calls.store import MatchRun, NightRow, ProfileMoves, ProfileVersion, RankInput, Store, StoreError
from calls.store.tables import matches

SOURCE = "forskningsradet"


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with Store.open(database_url) as opened:
        yield opened


RUNS = [MatchRun("helseinn", name, "v1", "text 1", "none", 2) for name in ("demens", "vr")]
PROFILES = [ProfileVersion("helseinn", name, "v1", {"title": name}) for name in ("demens", "vr", "unused")]
WEIGHTS = {"helse": 1.25, "ål": 0.1 + 0.2}


def match(profile: str, rank: int, source_id: str, **values: Any) -> dict[str, Any]:
    terms = [{"term": "hels", "profile_word": "helse", "call_word": "Helsa", "contribution": 0.1}]
    found = {"cluster": "helseinn", "profile": profile, "rank": rank, "score": 0.1 + 0.2, "source": SOURCE}
    detail = {"topical": 0.3, "general": None, "verdict": None, "passages": []}
    return {
        **found,
        "source_id": source_id,
        "terms": terms,
        "detail": detail,
        "content_hash": "h",
        "title": "?",
        "url": "?",
        **values,
    }


def test_matches_come_back_with_the_call_of_that_night(store: Store) -> None:
    publish(store, day(0), record("a"), record("b"))
    given = [match("vr", 1, "b"), match("demens", 2, "b"), match("demens", 1, "a")]
    store.publish_matches(day(0), PROFILES, RUNS, "w1", WEIGHTS, given)
    publish(store, day(1), record("a", title="Ny tittel"), record("b"))
    expected = [
        {**found, "title": f"Utlysning {found['source_id']}", "url": record(found["source_id"])["url"]}
        for found in (given[2], given[1], given[0])
    ]
    assert store.matches().to_dict("records") == expected
    assert store.matches(cluster="helseinn", profile="demens", top=1).to_dict("records") == expected[:1]
    assert len(store.matches(cluster="another")) == 0
    assert len(store.matches(night=day(1))) == 0
    assert store.match_runs().to_dict("records") == [
        {"night": day(0), **asdict(run), "weights_version": "w1"} for run in RUNS
    ]
    assert store.weights("w1") == WEIGHTS
    assert store.weights("w2") is None
    assert store.check() == []


def test_a_new_ranking_of_a_night_replaces_the_old(store: Store) -> None:
    publish(store, day(0), record("a"))
    store.publish_matches(day(0), PROFILES, RUNS, "w1", WEIGHTS, [match("vr", 1, "a"), match("demens", 1, "a")])
    store.publish_matches(day(0), PROFILES, RUNS[:1], "w2", {"x": 1.0}, [match("demens", 1, "a", score=0.5)])
    assert store.matches()["score"].tolist() == [0.5]
    assert store.match_runs()["profile"].tolist() == ["demens"]
    assert store.weights("w1") is None
    publish(store, day(1), record("a"))
    store.publish_matches(day(1), PROFILES, RUNS, "w2", {"x": 1.0}, [])
    changed = [ProfileVersion("helseinn", "demens", "v1", {"title": "another"})]
    for profiles, runs, found, words in (
        (changed, RUNS[:1], [], "nytt innhold under et gammelt versjonsnavn"),
        ([], RUNS[:1], [], "utgaven av den er ikke med"),
        (PROFILES, RUNS[:1], [match("vr", 1, "a")], "som ikke er rangert"),
        (PROFILES, RUNS, [match("vr", 1, "a", score=float("nan"))], "ikke et tall"),
        (PROFILES, RUNS, [match("vr", 1, "a", fit=1)], "ukjente felter: fit"),
        (
            PROFILES,
            RUNS,
            [match("vr", 1, "a"), match("vr", 1, "a")],
            "Databasen kunne ikke brukes: (UNIQUE|duplicate key)",
        ),
    ):
        with pytest.raises(StoreError, match=words):
            store.publish_matches(day(1), profiles, runs, "w2", {"x": 1.0}, found)
    with pytest.raises(StoreError, match="Ordvektene 'w2' har nytt innhold"):
        store.publish_matches(day(1), PROFILES, RUNS, "w2", {"x": 2.0}, [])
    with pytest.raises(StoreError, match="ikke begynt"):
        store.publish_matches(day(9), [], [], "w1", {}, [])
    assert store.match_runs(day(1))["profile"].tolist() == ["demens", "vr"]


def test_nights_follow_each_other(store: Store) -> None:
    publish(store, day(0), record("a"))
    begin(store, day(2), is_demonstration=True)
    assert store.newest_night() == day(0)
    store.publish_failure(report(day(2), state="failed"), [])
    assert store.newest_night() == day(2)
    assert store.newest_night(is_demonstration=False) == day(0)
    assert store.newest_night(is_ranked=True) is None
    store.publish_matches(day(0), [], [], "", {}, [])
    assert store.newest_night(is_ranked=True) == day(0)
    assert store.newest_night(is_demonstration=True, is_ranked=True) is None
    assert store.nights() == [
        NightRow(day(0), began(day(0)), "0.1.0", False, "ranked"),
        NightRow(day(2), began(day(2)), "0.1.0", True, "published"),
    ]
    assert store.night(day(2)) == store.nights()[1]
    for number in (1, 2):
        with pytest.raises(StoreError, match="Rull tilbake til"):
            begin(store, day(number))
    with pytest.raises(StoreError, match="mangler tidssone"):
        store.begin_night(day(3), datetime(2026, 9, 18), "0.1.0", False)  # noqa: DTZ001 - what is refused


def kept_matches(store: Store) -> list[tuple[Any, ...]]:
    """Night, profile and rank of the rows that matches are kept in."""
    with reading(store._engine) as connection:
        rows = connection.execute(sa.select(matches.c.night, matches.c.profile, matches.c.rank))
        return sorted(tuple(row) for row in rows)


def test_a_ranking_that_is_the_same_as_the_night_before_is_kept_once(store: Store) -> None:
    told = [match("vr", 1, "a"), match("demens", 1, "a"), match("demens", 2, "b")]
    for number in range(3):
        publish(store, day(number), record("a"), record("b"))
        given = told if number < 2 else [told[0], match("demens", 1, "b")]
        store.publish_matches(day(number), PROFILES, RUNS, "w1", WEIGHTS, given)
    assert kept_matches(store) == [
        (day(0), "demens", 1),
        (day(0), "demens", 2),
        (day(0), "vr", 1),
        (day(2), "demens", 1),
    ]
    for number, count in ((0, 3), (1, 3), (2, 2)):
        assert len(store.matches(night=day(number))) == count
    assert store.matches(night=day(1)).to_dict("records") == store.matches(night=day(0)).to_dict("records")
    assert store.matches()["source_id"].tolist() == ["b", "a"]
    assert store.check() == []
    store.roll_back(day(2))
    assert len(store.matches()) == 3


def test_ranking_an_early_night_again_leaves_later_ones_what_they_were(store: Store) -> None:
    told = [match("vr", 1, "a"), match("demens", 1, "a")]
    for number in range(3):
        publish(store, day(number), record("a"))
        store.publish_matches(day(number), PROFILES, RUNS, "w1", WEIGHTS, told)
    store.publish_matches(day(0), PROFILES, RUNS, "w1", WEIGHTS, [match("vr", 1, "a", score=0.9)])
    assert store.matches(night=day(0))["score"].tolist() == [0.9]
    for number in (1, 2):
        assert store.matches(night=day(number))["profile"].tolist() == ["demens", "vr"]
    assert kept_matches(store) == [(day(0), "vr", 1), (day(1), "demens", 1), (day(1), "vr", 1)]
    assert store.check() == []


def test_what_rankings_rest_on_is_kept_while_one_does(store: Store) -> None:
    publish(store, day(0), record("a"))
    runs = [replace(RUNS[0], glossary_version="g1", cluster_version="c1")]
    inputs = [RankInput("glossary", "g1", {"demens": {}}), RankInput("cluster", "c1", {"region": "34"})]
    moved = [ProfileMoves("helseinn", "demens", [[SOURCE, "a", None, 0.0, 1, 0.3, []]])]
    store.publish_matches(day(0), PROFILES, runs, "w1", WEIGHTS, [match("demens", 1, "a")], inputs, moved)
    assert store.rank_input("glossary", "g1") == {"demens": {}}
    assert store.rank_input("cluster", "c1") == {"region": "34"}
    assert store.rank_input("cluster", "g1") is None
    assert store.moves() == store.moves(day(0), "helseinn", "demens") == {("helseinn", "demens"): moved[0].moves}
    assert store.moves(day(0), "helseinn", "vr") == {}
    assert store.ranked_profiles(day(0)) == {("helseinn", "demens"): {"title": "demens"}}
    begin(store, day(1))
    with pytest.raises(StoreError, match="nytt innhold under et gammelt versjonsnavn"):
        other = [RankInput("glossary", "g1", {"andre": {}})]
        store.publish_matches(day(1), PROFILES, runs, "w1", WEIGHTS, [], other)
    assert store.match_runs(day(1)).empty, "nothing of a refused ranking is written"
    store.roll_back(day(1))
    store.publish_matches(day(0), PROFILES, RUNS, "w1", WEIGHTS, [])
    assert store.moves() == {}
    store.roll_back(day(0))
    assert store.rank_input("glossary", "g1") is None
