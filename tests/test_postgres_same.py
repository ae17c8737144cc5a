"""The same nights in SQLite and in PostgreSQL, whatever its alphabetical order: the same rows, frames and values."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from postgres_server import NORWEGIAN, Server
from store_samples import begin, day, dump, publish, record, report

from calls.home import Home
from calls.model import Issue
from calls.store import MatchRun, ProfileMoves, ProfileVersion, RankInput, Store
from calls.store.rows import MAX_INT, MAX_KEY_BYTES
from readers import Decisions
from web.nights import StoreReader

IDS = ("å", "z", "Aa", "a", "B", "ø", "æ", "A", "a-b", "ab", "é", "𝄞")
"""No two alphabets agree on these."""

TERM = {"term": "å", "profile_word": "Å", "call_word": "å", "contribution": 0.1}

EXTREMES: dict[str, Any] = {
    "title": "«Å» – \u00a0\u200b\u202e 𝄞 e\u0301 \\ ' \" % :x \t\n\r\x01",
    "summary": "",
    "full_text": "ø" * 300_000,
    "opens_at": datetime(1, 1, 1, tzinfo=UTC),
    "deadline_at": datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
    "project_start_earliest_date": date(1, 1, 1),
    "project_end_latest_date": date(9999, 12, 31),
    "budget_nok": MAX_INT,
    "award_floor_nok": -MAX_INT,
    "is_partner_required": False,
    "deadlines": [{"type": "fixed", "at": "9999-12-31T23:59:59Z", "label": "\u0000 og \\u0000"}],
    "contact": {"å": [1.5, -0.0, 1e300, None, True]},
}


@pytest.fixture
def urls(postgres: Server, tmp_path: Path) -> Iterator[list[str]]:
    """SQLite, PostgreSQL in byte order, PostgreSQL in Norwegian order."""
    try:
        norwegian = postgres.special(NORWEGIAN)
        with postgres.fresh() as bytewise, norwegian as alphabetical:
            yield [f"sqlite:///{tmp_path / 'radar.sqlite'}", bytewise, alphabetical]
    except (psycopg.errors.FeatureNotSupported, psycopg.errors.SyntaxError):
        pytest.skip("this PostgreSQL has no Norwegian order of its own (before 15, or without ICU)")


def ranking(store: Store, night: date) -> None:
    rows = store.calls().to_dict("records")
    found = [
        {"cluster": cluster, "profile": "p", "rank": rank, "score": 0.1 * rank, "terms": [TERM], "detail": {}, **key}
        for cluster in ("å", "Aa", "z")
        for rank, row in enumerate(rows, start=1)
        for key in [{name: row[name] for name in ("source", "source_id", "content_hash")}]
    ]
    profiles = [ProfileVersion(cluster, "p", "v1", {"tittel": "Å"}) for cluster in ("å", "Aa", "z")]
    runs = [MatchRun(cluster, "p", "v1", "t", "g", len(rows)) for cluster in ("å", "Aa", "z")]
    inputs = [RankInput("glossary", "g", {"å": [["ål", ["ål"], False]]})]
    moves = [ProfileMoves("å", "p", [["å-kilden", rows[0]["source_id"], None, 0.0, 1, 0.1 + 0.2, [["text", 0.3, -1]]]])]
    store.publish_matches(night, profiles, runs, "w", {"å": 0.1 + 0.2, "tiny": 5e-324}, found, inputs, moves)


def three_nights(store: Store) -> None:
    """Calls that come, change and go; a failure, issues, a ranking, a night taken back."""
    for number in range(2):
        night = day(number)
        begin(store, night)
        for source in ("å-kilden", "z-kilden"):
            records = [record(key, source=source, title=f"{key} {number // 2}") for key in IDS[number:]]
            issues = [Issue(source, key, "vague_date", "deadline_at", "Å", f"Uklart {key}.") for key in ("", *IDS[2:])]
            cards = dict.fromkeys(IDS[number:], "kort")
            store.publish_source(report(night, source=source, fill_rates={"title": 1.0}), records, issues, cards, set())
        ranking(store, night)
    begin(store, day(2))
    store.publish_failure(report(day(2), source="å-kilden", state="failed", message="Svarte ikke."), [])
    store.roll_back(day(2))
    begin(store, day(2))
    extreme = record("ytterst", source="å-kilden", **EXTREMES)
    store.publish_source(report(day(2), source="å-kilden"), [extreme], [], {"ytterst": "kort"}, {"ytterst"})
    ranking(store, day(2))


def test_the_same_nights_give_the_same_rows_and_frames(urls: list[str]) -> None:
    rows, frames, orders, told = [], [], [], []
    for url in urls:
        with Store.open(url) as store:
            three_nights(store)
            rows.append(dump(url))
            asked = [
                frame
                for night in (None, day(0), day(1))
                for frame in (
                    store.calls(night),
                    store.issues(night),
                    store.source_nights(night),
                    store.matches(night),
                    store.match_runs(night),
                )
            ]
            frames.append([[list(frame.columns), *map(repr, frame.values.tolist())] for frame in asked])
            known = [store.known(source) for source in ("å-kilden", "z-kilden")]
            orders.append([list(found.items()) for found in (*known, store.weights("w") or {})])
            told.append((store.moves(day(2)), store.ranked_profiles(day(2)), store.rank_input("glossary", "g")))
            assert store.check() == []
    assert sum(len(found) for found in rows[0].values()) > 100
    assert rows[0] == rows[1] == rows[2]
    assert frames[0] == frames[1] == frames[2]
    assert orders[0] == orders[1] == orders[2]
    assert told[0] == told[1] == told[2]


def test_the_ends_of_what_can_be_said_come_back_whole(database_url: str) -> None:
    longest = "".join(hashlib.sha256(bytes([n])).hexdigest() for n in range(16))[:MAX_KEY_BYTES]
    given = record(longest, **EXTREMES)
    with Store.open(database_url) as store:
        publish(store, day(0), given)
        found = store.call("forskningsradet", longest) or {}
    assert {name: found[name] for name in EXTREMES} == EXTREMES
    assert repr(found["contact"]) == repr(EXTREMES["contact"])


def test_a_stamp_is_another_after_every_change_and_only_then(database_url: str) -> None:
    with Store.open(database_url) as store, Store.open(database_url) as reader, Decisions.open(database_url):
        stamps = [reader.stamp()]

        def changed() -> bool:
            stamps.append(reader.stamp())
            reader.calls()
            assert reader.stamp() == stamps[-1]
            return stamps[-1] != stamps[-2]

        begin(store, day(0))
        assert changed()
        store.publish_source(report(day(0)), [record("a")], [], {"a": "1"}, {"a"})
        assert changed()
        store.publish_failure(report(day(0), source="another", state="failed"), [])
        assert changed()
        for version in ("v1", "v2", "v3"):
            profile, run = ProfileVersion("å", "p", version, {}), MatchRun("å", "p", version, "t", "g", 1)
            store.publish_matches(day(0), [profile], [run], "w", {}, [])
            assert changed()
        store.roll_back(day(0))
        assert changed()
        begin(store, day(0))
        assert changed()


def test_a_page_reads_rows_again_only_when_something_was_written(database_url: str, tmp_path: Path) -> None:
    reader = StoreReader(Home.at(tmp_path, database_url=database_url))
    with Store.open(database_url) as store:
        assert reader.shown([]) is None
        publish(store, day(0), record("a"))
        ranking(store, day(0))

        def rows() -> object:
            shown = reader.shown([])
            assert shown is not None
            return shown.everything()

        first = rows()
        assert rows() is first
        ranking(store, day(0))
        second = rows()
        assert second is not first
        assert rows() is second


def test_a_page_follows_a_database_that_was_made_anew(postgres: Server, tmp_path: Path) -> None:
    from calls.store import StoreError

    with postgres.fresh() as url:
        reader = StoreReader(Home.at(tmp_path, database_url=url))
        with Store.open(url) as store:
            publish(store, day(0), record("a"))
        assert reader.shown([]) is not None
        postgres.ask("DROP SCHEMA public CASCADE; CREATE SCHEMA public", url.rpartition("/")[2])
        with pytest.raises(StoreError):
            reader.shown([])
        assert reader.shown([]) is None
