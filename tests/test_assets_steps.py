"""The steps of a night as plain functions: what is staged, judged, and handed on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from publish_samples import FIRST, NIGHT, call
from source_samples import Site, page
from test_calls_record_json import RECORDS
from test_sources_forskningsradet_listing import CARD, OTHER, answer, shown
from test_sources_harvest import PILOT, POLAR, detail, site

from assets.earlier import Earlier
from assets.judge import DEADLINES_READ_FLOOR, Verdict, judge
from assets.memory import Memory, code_hash
from assets.steps import (
    Staged,
    failed_night,
    fill_rates,
    known_to_source,
    no_list,
    off_night,
    read_calls,
    read_staged,
    source_night,
    stage,
    write_staged,
)
from calls.drift import Reference
from calls.fields import NAMES
from calls.model import Issue, IssueKind, Severity
from calls.store import KnownCall, SourceNight, Store
from sources.forskningsradet import SOURCE
from sources.forskningsradet.addresses import API, LIST
from sources.forskningsradet.cards import plain_text
from sources.harvest import Known, collect, harvest

PILOT_ID, POLAR_ID, OLD_ID = "2026/pilot-helse", "2026/polhavet-2050", "2023/gammel"
CANCELLED = {**CARD, "status": "Avlyst"}


def changed_site(cards: list[dict[str, Any]], *urls: str) -> Site:
    """A night whose current calls are these cards, with the pages of `urls`."""
    lists = {f"{API}#0": answer(*cards), LIST: shown(*({**card, "title": plain_text(card["title"])} for card in cards))}
    return Site({**site(*urls).answers, **lists})


def staged_night(night: Site, known: Mapping[str, KnownCall]) -> Staged:
    found = harvest(SOURCE, night.get, known_to_source(known))
    return stage(SOURCE, found, read_calls(SOURCE, found, Memory(SOURCE, NIGHT)), known, {}, NIGHT)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'radar.sqlite'}") as opened:
        yield opened


def publish(store: Store, staged: Staged, day_at: Any) -> None:
    store.begin_night(day_at.date(), day_at, "0.1.0", False)
    store.publish_source(
        source_night(SOURCE, day_at.date(), staged, is_partly_old=False),
        staged.records,
        staged.issues,
        staged.card_hashes,
        staged.detail_read,
    )


def test_a_first_night_stages_every_call() -> None:
    staged = staged_night(site(PILOT, POLAR), {})
    assert [list(record) for record in staged.records] == [list(NAMES)] * 3
    told = {record["source_id"]: (record["layout"], record["first_seen_at"]) for record in staged.records}
    assert told == {PILOT_ID: ("L2", NIGHT), POLAR_ID: ("L2", NIGHT), OLD_ID: (None, NIGHT)}
    assert all(record["is_listed"] for record in staged.records)
    assert (staged.detail_read, set(staged.card_hashes)) == ({PILOT_ID, POLAR_ID}, {PILOT_ID, POLAR_ID, OLD_ID})
    assert (staged.is_complete, staged.fetched, staged.parsed) == (True, 5, 2)
    assert [(one.source_id, one.kind) for one in staged.issues if one.kind == "not_archived"] == [
        (OLD_ID, "not_archived")
    ]
    assert len(set(staged.issues)) == len(staged.issues)


def test_a_known_call_keeps_when_it_was_first_seen_and_an_unlisted_one_says_so(store: Store) -> None:
    publish(store, staged_night(site(PILOT, POLAR), {}), FIRST)
    known = {key: replace(one, first_seen_at=FIRST, status="open") for key, one in store.known(SOURCE.key).items()}
    staged = staged_night(changed_site([OTHER], PILOT, POLAR), known)
    told = {record["source_id"]: (record["first_seen_at"], record["is_listed"]) for record in staged.records}
    assert told[PILOT_ID] == (FIRST, False)
    assert told[POLAR_ID] == (FIRST, True)


def test_a_page_that_fails_leaves_the_last_good_record(store: Store) -> None:
    publish(store, staged_night(site(PILOT, POLAR), {}), FIRST)
    good, known = store.call(SOURCE.key, PILOT_ID), store.known(SOURCE.key)
    assert good is not None and good["layout"] == "L2"
    staged = staged_night(changed_site([CANCELLED, OTHER], POLAR), known)
    assert PILOT_ID not in {record["source_id"] for record in staged.records}
    assert staged.card_hashes[PILOT_ID] == known[PILOT_ID].card_hash
    about = [(one.kind, one.field, one.text) for one in staged.issues if one.source_id == PILOT_ID]
    assert about == [("not_archived", "", "Pilot Helse & omsorg"), ("contradiction", "status", "Avlyst")]
    publish(store, staged, NIGHT)
    kept = store.call(SOURCE.key, PILOT_ID)
    assert kept is not None and kept["content_hash"] == good["content_hash"]
    assert kept["is_listed"] and len(store.versions(SOURCE.key, PILOT_ID)) == 1
    assert {"Avlyst"} <= set(store.issues(source_id=PILOT_ID)["text"])
    night = changed_site([CANCELLED, OTHER], PILOT, POLAR)
    assert PILOT_ID in staged_night(night, store.known(SOURCE.key)).detail_read


def test_a_list_that_tells_nothing_new_gives_only_the_issue_of_the_page(store: Store) -> None:
    publish(store, staged_night(site(PILOT, POLAR), {}), FIRST)
    staged = staged_night(site(POLAR), store.known(SOURCE.key))
    assert [one.kind for one in staged.issues if one.source_id == PILOT_ID] == ["not_archived"]


def test_a_call_whose_page_was_never_read_is_renewed_from_its_card(store: Store) -> None:
    publish(store, staged_night(site(POLAR), {}), FIRST)
    staged = staged_night(changed_site([CANCELLED, OTHER], POLAR), store.known(SOURCE.key))
    record = next(record for record in staged.records if record["source_id"] == PILOT_ID)
    assert (record["status"], record["layout"]) == ("cancelled", None)


def test_what_is_known_in_the_words_of_the_harvest() -> None:
    known = KnownCall("open", "abc", True, False, PILOT, "hash", FIRST)
    assert known_to_source({PILOT_ID: known}) == {PILOT_ID: Known("open", "abc", True, False, PILOT)}


def test_no_usable_list_says_why() -> None:
    assert no_list(SOURCE, collect(SOURCE, site(PILOT).get, {})) == ""
    reasons = no_list(SOURCE, collect(SOURCE, Site({}).get, {}))
    assert reasons.startswith("Arkivet har ikke noe svar på forespørselen.")
    assert "Ingen brukbar liste fra Forskningsrådet: " in reasons and not reasons.endswith("..")
    broken = Site({LIST: page("<html><body>Vedlikehold</body></html>", LIST)})
    assert no_list(SOURCE, collect(SOURCE, broken.get, {})).startswith("Ingen brukbar liste fra Forskningsrådet: ")


def staged(*records: Mapping[str, Any], cards: int = 1, is_complete: bool = True) -> Staged:
    hashes = {str(number): "" for number in range(cards)}
    return Staged(tuple(dict(record) for record in records), (), hashes, frozenset(), is_complete, 3, 2)


def verdict(name: str, found: Staged) -> Verdict:
    source = replace(SOURCE, floor=1, ceiling=3)
    verdicts = {one.name: one for one in judge(source, found, Earlier((), Reference()))}
    return verdicts[name]


@pytest.mark.parametrize(("cards", "passed"), [(0, False), (1, True), (3, True), (4, False)])
def test_the_list_has_as_many_calls_as_it_may(cards: int, passed: bool) -> None:
    words = f"{cards} utlysninger; ventet 1–3."
    assert verdict("count", staged(cards=cards)) == Verdict("count", passed, True, words, {"calls": cards})


@pytest.mark.parametrize(("ids", "doubles"), [("ab", 0), ("aab", 1), ("", 0)])
def test_no_two_calls_have_one_id(ids: str, doubles: int) -> None:
    words = f"{doubles} utlysninger har samme id som en annen." if doubles else "Alle utlysninger har sin egen id."
    found = verdict("unique_ids", staged(*(call(key) for key in ids)))
    assert found == Verdict("unique_ids", doubles == 0, True, words, {"duplicates": doubles})


@pytest.mark.parametrize(
    ("is_complete", "words"),
    [(True, "Listen er hel."), (False, "Listen er ikke hel; ingen utlysning regnes som borte.")],
)
def test_the_list_is_whole(is_complete: bool, words: str) -> None:
    assert verdict("complete", staged(is_complete=is_complete)) == Verdict("complete", is_complete, False, words)


@pytest.mark.parametrize(("read", "passed"), [(3, False), (4, True), (5, True)])
def test_most_deadlines_are_understood(read: int, passed: bool) -> None:
    known = [call("a", deadline_at=NIGHT), call("b", deadline_type="rolling", status="forecasted")]
    known += [call(str(n), deadline_type="until_spent") for n in range(read - 2)]
    unknown = [call(f"x{n}") for n in range(5 - read)]
    past = [call("past", status="closed"), call("off", status="cancelled")]
    words = f"Fristen er forstått for {read} av 5 åpne og kommende utlysninger."
    found = verdict("deadlines_read", staged(*known, *unknown, *past))
    assert found == Verdict("deadlines_read", passed, False, words, {"share": read / 5})
    assert DEADLINES_READ_FLOOR == 4 / 5


def test_no_current_call_is_no_missing_deadline() -> None:
    assert verdict("deadlines_read", staged(call("a", status="closed"))).figures == {"share": 1.0}


def test_how_full_the_columns_are() -> None:
    rates = fill_rates([call("a", budget_nok=0, summary=""), call("b", themes=[{"name": "x"}], results={})])
    assert list(rates) == list(NAMES)
    assert {name: rates[name] for name in ("source", "budget_nok", "summary", "themes", "results", "is_listed")} == {
        "source": 1.0,
        "budget_nok": 0.5,
        "summary": 0.0,
        "themes": 0.5,
        "results": 0.0,
        "is_listed": 1.0,
    }
    assert fill_rates([]) == {}


def test_what_a_night_came_to() -> None:
    day = NIGHT.date()
    whole, part = staged(call("a")), staged(call("a"), is_complete=False)
    facts = {"fetched": 3, "parsed": 2, "fill_rates": fill_rates([call("a")]), "reader": code_hash()}
    assert source_night(SOURCE, day, whole, False) == SourceNight(day, SOURCE.key, "fresh", True, **facts)
    assert source_night(SOURCE, day, part, False) == SourceNight(
        day, SOURCE.key, "fresh", False, message="Listen var ikke hel i natt.", **facts
    )
    lacking = "Listen var ikke hel i natt; 2 utlysninger som den mangler, står som de var."
    assert source_night(SOURCE, day, replace(part, kept=2), False) == SourceNight(
        day, SOURCE.key, "stale", False, message=lacking, **facts
    )
    unread = "2 sider kunne ikke leses i natt; det som sist ble lest av dem, står."
    assert source_night(SOURCE, day, replace(whole, unread=("b", "c")), True) == SourceNight(
        day, SOURCE.key, "stale", True, message=unread, **facts
    )
    assert off_night(SOURCE, day) == SourceNight(day, SOURCE.key, "off", False, message="Kilden ble ikke spurt i natt.")
    assert failed_night(SOURCE, day, "Svarte ikke.", 7) == SourceNight(
        day, SOURCE.key, "failed", False, fetched=7, message="Svarte ikke."
    )


ANY_TEXT = st.text()  # half characters too: issues carry scraped text as it came
ISSUES = st.builds(
    Issue,
    ANY_TEXT,
    ANY_TEXT,
    st.sampled_from(IssueKind.__args__),
    ANY_TEXT,
    ANY_TEXT,
    ANY_TEXT,
    ANY_TEXT,
    st.sampled_from(Severity.__args__),
)
NIGHTS = st.builds(
    Staged,
    st.lists(RECORDS, max_size=2).map(tuple),
    st.lists(ISSUES, max_size=3).map(tuple),
    st.dictionaries(ANY_TEXT, ANY_TEXT, max_size=3),
    st.frozensets(ANY_TEXT, max_size=3),
    st.booleans(),
    st.integers(0),
    st.integers(0),
    st.lists(ANY_TEXT, max_size=2).map(tuple),
    st.integers(0),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NIGHTS)
def test_staged_records_come_back_as_they_were(tmp_path: Path, found: Staged) -> None:
    path = tmp_path / "staged" / "2026-09-15" / "forskningsradet.jsonl"
    write_staged(path, found)
    assert read_staged(path) == found
    first = path.read_bytes()
    write_staged(path, replace(found, detail_read=frozenset(sorted(found.detail_read, reverse=True))))
    assert path.read_bytes() == first
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_file_that_is_half_written_is_never_seen(tmp_path: Path) -> None:
    path = tmp_path / "forskningsradet.jsonl"
    with pytest.raises(KeyError):
        write_staged(path, staged(call("a"), {"source": "x"}))
    with pytest.raises(FileNotFoundError):
        read_staged(path)
    write_staged(path, staged(call("a")))
    with pytest.raises(KeyError):
        write_staged(path, staged(call("b"), {"source": "x"}))
    assert [record["source_id"] for record in read_staged(path).records] == ["a"]
    write_staged(path, staged(call("c")))
    assert [record["source_id"] for record in read_staged(path).records] == ["c"]
    assert json.loads(path.read_text(encoding="utf-8").splitlines()[0])["is_complete"] is True


def test_a_night_that_was_staged_is_published_as_it_was(store: Store, tmp_path: Path) -> None:
    found = staged_night(Site({**site(PILOT, POLAR).answers, PILOT: detail(PILOT)}), {})
    write_staged(tmp_path / "staged.jsonl", found)
    publish(store, read_staged(tmp_path / "staged.jsonl"), NIGHT)
    wanted = {record["source_id"]: record["content_hash"] for record in found.records}
    assert {key: record["content_hash"] for key, record in store.current_records(SOURCE.key).items()} == wanted
