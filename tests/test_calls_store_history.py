"""A past night can be asked again, taken back and run again, and says the same as a history kept the naive way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_samples import begin, day, dump, publish, record, report

from calls.model import Issue
from calls.store import MatchRun, ProfileVersion, Store

SOURCES = ("forskningsradet", "innovasjonnorge")
IDS = ("a", "b", "c")


@dataclass(frozen=True)
class SourceInput:
    """One source's part of a night. `records` is None when it failed: id -> (text, status, is_listed)."""

    records: dict[str, tuple[str, str, bool]] | None
    is_complete: bool
    cards: frozenset[str]
    read: frozenset[str]
    doubted: frozenset[str]


ids = st.frozensets(st.sampled_from(IDS))
said = st.tuples(st.sampled_from(["x", "y"]), st.sampled_from(["open", "closed"]), st.booleans())
inputs = st.builds(
    SourceInput,
    records=st.none() | st.dictionaries(st.sampled_from(IDS), said),
    is_complete=st.booleans(),
    cards=ids,
    read=ids,
    doubted=ids | st.just(frozenset([""])),
)
nights = st.lists(st.dictionaries(st.sampled_from(SOURCES), inputs, max_size=2), min_size=1, max_size=6)


def run_night(store: Store, number: int, told: dict[str, SourceInput]) -> None:
    night = day(number)
    begin(store, night)
    for source, said in sorted(told.items()):
        issues = [Issue(source, key, "vague_date", "deadline_at", "", f"Uklart {key}.") for key in sorted(said.doubted)]
        if said.records is None:
            store.publish_failure(report(night, source=source, state="failed"), issues)
            continue
        records = [
            record(key, source=source, title=f"{key} {text}", status=status, is_listed=is_listed)
            for key, (text, status, is_listed) in said.records.items()
        ]
        told_report = report(night, source=source, is_complete=said.is_complete)
        store.publish_source(told_report, records, issues, {key: f"{key} {number}" for key in said.cards}, said.read)
    ranked = store.calls(status="open")
    matches = [
        {
            "cluster": "helseinn",
            "profile": "demens",
            "rank": rank,
            "score": 1 / rank,
            "terms": [],
            "detail": None,
            **{name: row[name] for name in ("source", "source_id", "content_hash")},
        }
        for rank, row in enumerate(ranked.to_dict("records"), start=1)
    ]
    profile = ProfileVersion("helseinn", "demens", f"v{number // 2}", {"n": number // 2})
    run = MatchRun("helseinn", "demens", profile.version, "t1", "none", len(ranked))
    store.publish_matches(night, [profile], [run], f"w{len(ranked)}", {"calls": float(len(ranked))}, matches)


@dataclass(frozen=True)
class Call:
    text: str
    status: str
    first: date
    last: date
    is_listed: bool
    misses: int = 0


def naive_history(told: list[dict[str, SourceInput]]) -> list[dict[tuple[str, str], Call]]:
    """What should be known at the end of each night: the whole state, copied and changed, night by night."""
    state: dict[tuple[str, str], Call] = {}
    history = []
    for number, night in enumerate(told):
        for source, said in night.items():
            if said.records is None:
                continue
            for key in IDS:
                old, new = state.get((source, key)), said.records.get(key)
                if new is not None and old is None:
                    state[source, key] = Call(f"{key} {new[0]}", new[1], day(number), day(number), new[2])
                    continue
                if old is None:
                    continue
                if new is not None:
                    old = replace(old, text=f"{key} {new[0]}", status=new[1])
                is_there = new is not None and new[1] == "open"
                if new[2] if new is not None else key in said.cards:
                    old = replace(old, last=day(number), is_listed=True, misses=0)
                elif said.is_complete:
                    misses = min(old.misses + 1, 4)
                    old = replace(old, misses=misses, is_listed=old.is_listed and (misses < 4 or is_there))
                state[source, key] = old
        history.append(dict(state))
    return history


def as_known(store: Store, night: date | None) -> dict[tuple[str, str], Call]:
    rows = store.calls(night).to_dict("records")
    light = store.listing(night).to_dict("records")
    names = ("source", "source_id", "title", "status", "deadline_at", "is_listed", "content_hash")
    assert [[row[name] for name in names] for row in light] == [[row[name] for name in names] for row in rows]
    return {
        (row["source"], row["source_id"]): Call(
            row["title"],
            row["status"],
            row["first_seen_at"].date(),
            row["last_seen_at"].date(),
            row["is_listed"],
            few["misses"],
        )
        for row, few in zip(rows, light, strict=True)
    }


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """One store for all examples of a test: each begins by taking back what the one before it did."""
    with Store.open(database_url) as opened:
        yield opened


thorough = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


@thorough
@given(nights)
def test_every_night_is_as_a_naive_history_has_it(store: Store, told: list[dict[str, SourceInput]]) -> None:
    store.roll_back(day(0))
    expected = naive_history(told)
    for number, night in enumerate(told):
        run_night(store, number, night)
        assert as_known(store, None) == expected[number]
    for number, state in enumerate(expected):
        assert as_known(store, day(number)) == state
        open_calls = sorted(key for key, call in state.items() if call.status == "open")
        found = store.matches(day(number))
        assert list(zip(found["source"], found["source_id"], strict=True)) == open_calls
        assert found["title"].tolist() == [state[key].text for key in open_calls]
    assert as_known(store, day(-1)) == {}
    assert store.check() == []


@thorough
@given(nights, st.data())
def test_taking_back_and_running_again_leaves_no_trace(
    store: Store, database_url: str, told: list[dict[str, SourceInput]], data: st.DataObject
) -> None:
    store.roll_back(day(0))
    dumps = [dump(database_url)]
    for number, night in enumerate(told):
        run_night(store, number, night)
        dumps.append(dump(database_url))
    back = data.draw(st.integers(0, len(told)))
    store.roll_back(day(back))
    assert dump(database_url) == dumps[back]
    for number in range(back, len(told)):
        run_night(store, number, told[number])
    assert dump(database_url) == dumps[-1]
    store.roll_back(day(0))
    assert dump(database_url) == dumps[0]


@thorough
@given(nights)
def test_issues_of_a_past_night_do_not_change(store: Store, told: list[dict[str, SourceInput]]) -> None:
    store.roll_back(day(0))
    then = []
    for number, night in enumerate(told):
        run_night(store, number, night)
        then.append(store.issues())
        for source, said in night.items():
            standing = store.issues(source=source)
            assert said.doubted <= set(standing["source_id"])
            counts = store.source_nights(day(number)).set_index("source")["issues"]
            assert counts[source] == len(standing)
    for number, frame in enumerate(then):
        assert store.issues(day(number)).equals(frame)


def test_an_older_night_run_again_takes_the_later_ones_with_it(store: Store) -> None:
    for number in range(3):
        publish(store, day(number), record("a", title=f"T{number}"))
    store.roll_back(day(1))
    assert [row.night for row in store.nights()] == [day(0)]
    assert store.known("forskningsradet")["a"].card_hash == "card T0"
    publish(store, day(1), record("a", title="T1"))
    assert [version["valid_to"] for version in store.versions("forskningsradet", "a")] == [day(1), None]
