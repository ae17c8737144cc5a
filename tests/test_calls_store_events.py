"""Events as nights make them: what is new, missing, gone, back and the same again; and taking a night back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from night_events import dated, night, told
from store_samples import began, begin, day, dump, publish, record, report

from calls.model import Issue
from calls.store import Counts, KnownCall, Store, StoreError
from calls.store.event_rows import COLUMNS
from publish.rows import records

SOURCE = "forskningsradet"


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with Store.open(database_url) as opened:
        yield opened


def test_an_event_comes_back_whole(store: Store) -> None:
    night(store, 0, dated("a"))
    evidence = {"budget_nok": [{"text": "5 \x00 kroner"}]}
    night(store, 1, dated("a", "2026-10-22", budget_nok=5, evidence=evidence))
    rows = store.events(day(1)).to_dict("records")
    assert tuple(store.events().columns) == COLUMNS
    common = {"night": day(1), "source": SOURCE, "source_id": "a", "cause": "funder", "other_source": None}
    moved = ("2026-10-15T11:00:00Z", "2026-10-22T11:00:00Z", "2026-10-15", "2026-10-22")
    places = ("before", "after", "before_text", "after_text")
    assert rows == [
        {
            **common,
            "number": 1,
            "kind": "deadline_later",
            "field": "deadlines",
            **dict(zip(places, moved, strict=True)),
            "other_id": None,
        },
        {
            **common,
            "number": 2,
            "kind": "changed",
            "field": "budget_nok",
            "before": None,
            "after": 5,
            "before_text": "",
            "after_text": "5 \ufffd kroner",
            "other_id": None,
        },
    ]


def test_events_are_asked_for_by_night_span_call_and_cause(store: Store) -> None:
    night(store, 0, dated("a"), dated("b"))
    night(store, 1, dated("a", title="Ny"), dated("b"), dated("c"))
    night(store, 2, dated("a", title="Nyere"), dated("b"), dated("c"))
    assert told(store) == [
        (day(0), "a", "first_seen", "us"),
        (day(0), "b", "first_seen", "us"),
        (day(1), "a", "changed", "funder"),
        (day(1), "c", "first_seen", "funder"),
        (day(2), "a", "changed", "funder"),
    ]
    assert told(store, first=day(1), last=day(1)) == told(store)[2:4]
    assert told(store, first=day(2)) == told(store)[4:]
    assert [told(store, source=SOURCE, cause=cause) for cause in ("us", "funder")] == [told(store)[:2], told(store)[2:]]
    assert told(store, source="another") == []
    with pytest.raises(StoreError, match="Ukjent årsak 'them'; lovlige er funder, us, time"):
        store.events(cause="them")


def test_the_events_of_one_call_are_those_of_all_up_to_a_night(store: Store) -> None:
    night(store, 0, dated("a"), dated("b"))
    night(store, 1, dated("a", title="Ny", deadlines=[]), dated("b"))
    night(store, 2, dated("a", title="Nyere"), dated("b"))
    of_a = [row for row in records(store.events()) if row["source_id"] == "a"]
    assert store.events_of(SOURCE, "a") == of_a and len(of_a) > 3
    assert store.events_of(SOURCE, "a", day(1)) == [row for row in of_a if row["night"] <= day(1)]
    assert store.events_of("another", "a") == store.events_of(SOURCE, "A\x00") == []


def test_a_call_is_gone_after_four_whole_lists_without_it_and_confirmed_by_a_look(store: Store) -> None:
    night(store, 0, dated("a"), dated("b"), record("rolling"))
    for number in range(1, 4):
        night(store, number, dated("a"), looks={"b": "not_there"})
    assert told(store, first=day(1)) == []
    assert store.known(SOURCE)["b"] == KnownCall(
        status="open",
        card_hash="card",
        is_detail_read=True,
        is_listed=True,
        url=dated("b")["url"],
        content_hash=dated("b")["content_hash"],
        first_seen_at=began(day(0)),
        misses=3,
        page_night=day(0),
        deadlines_end=datetime(2026, 10, 15, 11, tzinfo=UTC),
    )
    assert night(store, 4, dated("a"), looks={"b": "not_there"}).closed == 2
    assert told(store, 4) == [("b", "gone", "funder"), ("b", "gone_confirmed", "funder"), ("rolling", "gone", "funder")]
    night(store, 5, dated("a"), looks={"b": "not_there"})
    night(store, 6, dated("a"), looks={"rolling": "there"})
    night(store, 7, dated("a"), looks={"rolling": "not_there"})
    assert told(store, first=day(5)) == [(day(7), "rolling", "gone_confirmed", "funder")]
    night(store, 8, dated("a"), dated("b"), cards="rolling")
    assert told(store, 8) == [("b", "reappeared", "funder"), ("rolling", "reappeared", "funder")]
    night(store, 9, dated("a"), looks={"b": "not_there"})
    assert told(store, 9) == []


def test_a_call_that_comes_back_in_time_makes_no_event_and_never_leaves_the_page(store: Store) -> None:
    night(store, 0, dated("a"), dated("b"))
    for number, is_there in enumerate((False, False, False, True, False, False, True), 1):
        night(store, number, dated("a"), *([dated("b")] if is_there else []))
        assert store.listing()["is_listed"].tolist() == [True, True]
    assert told(store, first=day(1)) == []


def test_a_list_that_is_not_whole_counts_no_miss(store: Store) -> None:
    night(store, 0, dated("a"), dated("b"))
    for number in range(1, 9):
        night(store, number, dated("a"), is_complete=number % 2 == 0 and number < 8)
        assert store.known(SOURCE)["b"].misses == min(number // 2, 3)
    assert told(store, first=day(1)) == []


def test_a_page_that_still_takes_applications_keeps_its_call(store: Store) -> None:
    night(store, 0, dated("a"), dated("b"), dated("c"))
    for number in range(1, 7):
        night(store, number, dated("a"), dated("b", is_listed=False), looks={"c": "there"})
    assert (told(store, first=day(1)), store.listing()["is_listed"].tolist()) == ([], [True] * 3)
    night(store, 7, dated("a"), dated("b", status="closed", status_text="Lukket", is_listed=False))
    assert told(store, 7) == [("b", "closed", "funder"), ("c", "gone", "funder")]
    assert store.listing()["is_listed"].tolist() == [True, False, False]


def test_a_missing_call_whose_deadline_passes_is_closed_by_time_and_not_gone(store: Store) -> None:
    soon, later = "2026-09-18", "2026-09-20"
    kept = dated("kept", soon, deadline_type="guaranteed")
    night(store, 0, dated("a", soon), dated("b", later), dated("c", soon), kept)
    night(store, 1, dated("a", soon))
    night(store, 2, dated("a", soon), is_complete=False)
    assert told(store, first=day(1)) == []
    assert night(store, 4, dated("a", soon), is_complete=False) == Counts(0, 1, 1)
    assert told(store, 4) == [("c", "closed", "time")]
    assert night(store, 6, dated("a", soon)) == Counts(0, 1, 1)
    assert told(store, 6) == [("b", "closed", "time")]
    for number in range(7, 12):
        night(store, number, dated("a", soon))
    assert told(store, first=day(7)) == []
    first, second = store.versions(SOURCE, "c")
    assert (first["status"], second["status"], second["page_night"], second["valid_from"]) == (
        "open",
        "closed",
        day(0),
        day(4),
    )
    unlike = {name for name in first if first[name] != second[name]}
    assert unlike == {"status", "content_hash", "valid_from", "valid_to"}
    assert store.check() == []


def test_a_list_that_is_too_long_brings_nothing_new(store: Store) -> None:
    night(store, 0, dated("a"))
    begin(store, day(1))
    issues = [Issue(SOURCE, key, "vague_date", "", "", "Uklart.") for key in ("", "a", "b")]
    records = [dated("a", title="Ny"), dated("b")]
    counts = store.publish_source(report(day(1)), records, issues, {"a": "", "b": "", "c": ""}, set(), hold_new=True)
    assert counts == Counts(new=0, changed=1, closed=0)
    assert told(store, 1) == [("a", "changed", "funder")]
    assert store.issues()["source_id"].tolist() == ["", "a"]
    assert store.listed_counts(SOURCE, 7) == [3, 1], "the list was as long as it was"
    night(store, 2, *records)
    assert told(store, 2) == [("b", "first_seen", "funder")]


def test_a_value_that_was_not_used_is_no_news_when_it_is(store: Store) -> None:
    """A new call without the deadline that its page had; a known one that kept its earlier deadline."""
    night(store, 0, dated("known"))
    begin(store, day(1))
    withheld = [Issue(SOURCE, key, "stale_value", "deadline_at", "", "Ikke brukt.") for key in ("new", "known")]
    bare = record("new", deadlines=[], deadline_type=None)
    store.publish_source(report(day(1)), [dated("known"), bare], withheld, {"known": "", "new": ""}, {"new"})
    night(store, 2, dated("known", "2026-10-22"), dated("new", budget_nok=5))
    assert [one for one in told(store, 2) if one[2] == "us"] == [("new", "changed", "us")] * 2
    assert [one for one in told(store, 2) if one[2] == "funder"] == [
        ("known", "deadline_later", "funder"),
        ("new", "changed", "funder"),
    ]


def test_newer_code_notifies_nobody(store: Store) -> None:
    """Night 1: new code, given what it reads in night 0's bytes. Night 2: newer still, and nobody can tell."""
    night(store, 0, dated("a"), dated("b"), reader="1")
    read_again = {"a": dated("a", budget_nok=5), "b": dated("b"), "was there": dated("was there")}
    tonight = [dated("a", budget_nok=5, title="Ny"), dated("b"), dated("was there"), dated("new")]
    night(store, 1, *tonight, reader="2", baselines=read_again)
    assert told(store, 1) == [
        ("a", "changed", "us"),
        ("a", "changed", "funder"),
        ("new", "first_seen", "funder"),
        ("was there", "first_seen", "us"),
    ]
    night(store, 2, dated("a", title="Nyere"), dated("b"), dated("newest"), cards="new", reader="3")
    assert told(store, 2) == [("a", "changed", "us"), ("a", "changed", "us"), ("newest", "first_seen", "us")]
    night(store, 3, dated("a", title="Nyest"), dated("b"), cards="new newest", reader="3")
    assert told(store, 3) == [("a", "changed", "funder")]
    assert store.source_nights(day(3))["reader"].tolist() == ["3"]
    begin(store, day(4))
    with pytest.raises(StoreError, match="ugyldig verdi i status"):
        bad = {"a": {**dated("a"), "status": "opened"}}
        store.publish_source(report(day(4)), [dated("a")], [], {}, set(), baselines=bad)


def test_a_night_taken_back_leaves_no_event_and_no_miss(store: Store, database_url: str) -> None:
    night(store, 0, dated("a"), dated("b", "2026-09-17"), dated("c"))
    dumps = [dump(database_url)]
    for number in range(1, 6):
        night(store, number, dated("a", title=f"T{number}"), looks={"c": "not_there"})
        store.keep_hashes(day(number))
        dumps.append(dump(database_url))
    assert {kind for _, _, kind, _ in told(store)} == {"first_seen", "changed", "closed", "gone", "gone_confirmed"}
    for number in (5, 3, 1):
        store.roll_back(day(number))
        assert dump(database_url) == dumps[number - 1]


def test_a_night_has_one_hash_whenever_it_is_asked(store: Store) -> None:
    night(store, 0, dated("a"))
    first = store.keep_hashes(day(0))
    assert sorted(first) == ["events", "matches", "records"]
    assert len({*first.values()}) == 3
    night(store, 1, dated("a", title="Ny"))
    assert (store.night_hash(day(0)), store.kept_hashes(day(0)), store.kept_hashes(day(1))) == (first, first, {})
    second = store.night_hash(day(1))
    assert (second["records"] != first["records"], second["events"] != first["events"]) == (True, True)
    store.roll_back(day(1))
    night(store, 1, dated("a", title="Ny"))
    assert store.keep_hashes(day(1)) == second
    with pytest.raises(StoreError, match="Natten 2026-09-17 er ikke lagret"):
        store.night_hash(day(2))


def test_a_listing_is_what_the_full_records_say_in_few_columns(store: Store) -> None:
    stages = [*dated("a", "2026-09-17")["deadlines"], *dated("a", "2026-10-15")["deadlines"]]
    night(store, 0, dated("a", deadlines=stages, deadline_at=datetime(2026, 9, 17, 11, tzinfo=UTC)), dated("b"))
    night(store, 3, cards="a b")
    for number, moment in ((0, datetime(2026, 9, 17, 11, tzinfo=UTC)), (3, datetime(2026, 10, 15, 11, tzinfo=UTC))):
        assert store.listing(day(number), SOURCE).iloc[0].to_dict() == {
            "source": SOURCE,
            "source_id": "a",
            "title": "Utlysning a",
            "status": "open",
            "deadline_at": moment,
            "is_listed": True,
            "content_hash": store.known(SOURCE)["a"].content_hash,
            "valid_from": day(0),
            "misses": 0,
        }
    assert (len(store.listing(day(-1))), len(store.listing(source="another"))) == (0, 0)
    assert store.records(day(0))[0]["deadline_at"] == datetime(2026, 9, 17, 11, tzinfo=UTC)


def test_an_old_row_without_its_last_deadline_is_read_for_it(store: Store, database_url: str) -> None:
    import sqlalchemy as sa

    night(store, 0, dated("a", "2026-09-17"), dated("b"))
    engine = sa.create_engine(database_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE call_versions SET deadlines_end = NULL")
    engine.dispose()
    assert store.known(SOURCE)["a"].deadlines_end == datetime(2026, 9, 17, 11, tzinfo=UTC)
    assert store.listing()["deadline_at"].tolist() == [
        dated("a", "2026-09-17")["deadline_at"],
        dated("b")["deadline_at"],
    ]
    night(store, 3, cards="b")
    assert told(store, 3) == [("a", "closed", "time")]


def test_a_report_may_carry_reader_and_quotes_itself(store: Store) -> None:
    begin(store, day(0))
    said = replace(report(day(0)), reader="own", quotes={"title": (1, 1)})
    store.publish_source(said, [dated("a")], [], {"a": ""}, set(), quotes={"title": (2, 1)})
    row = store.source_nights().iloc[0]
    assert (row["reader"], row["quotes"]) == ("own", {"title": [2, 1]})


def test_the_same_first_night_after_failures_is_still_the_first(store: Store) -> None:
    begin(store, day(0))
    store.publish_failure(report(day(0), state="failed"), [])
    publish(store, day(1), dated("a"))
    assert told(store) == [(day(1), "a", "first_seen", "us")]
    assert isinstance(store.events()["night"][0], date)
