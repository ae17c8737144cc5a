"""One night, two nights: what goes in comes out, and what cannot be kept is refused by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from store_samples import began, begin, day, dump, publish, record, report

from calls.fields import NAMES
from calls.model import Issue
from calls.store import Counts, KnownCall, Store, StoreError
from calls.store.read import ISSUE_COLUMNS

SOURCE = "forskningsradet"
OSLO_SUMMER = timezone(timedelta(hours=2))

FULL: dict[str, Any] = {
    "api_id": "42",
    "summary": "Et løft for kommunene",
    "status": "open",
    "opens_at": datetime(2026, 8, 19, 10, 0, tzinfo=OSLO_SUMMER),
    "deadline_at": datetime(2026, 9, 30, 13, 0, tzinfo=OSLO_SUMMER),
    "deadlines": [{"type": "fixed", "at": "2026-09-30T11:00:00Z", "label": "Søknadsfrist"}],
    "deadline_type": "fixed",
    "project_start_earliest_date": date(2027, 1, 1),
    "budget_nok": 95_000_000_000,
    "applicant_types": ["kommune", "helseforetak"],
    "is_partner_required": False,
    "regions": [],
    "evidence": {"budget_nok": {"text": "95 mrd. kroner", "quote": "95\u00a0mrd. kroner"}},
}


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with Store.open(database_url) as opened:
        yield opened


def issue(source_id: str = "", kind: str = "vague_date", **values: Any) -> Issue:
    return Issue(SOURCE, source_id, kind, "deadline_at", "Medio desember", "Fristen mangler dag.", **values)  # type: ignore[arg-type]


def listed(store: Store, **values: Any) -> list[tuple[Any, ...]]:
    frame = store.calls(**values)
    names = ("source_id", "title", "first_seen_at", "last_seen_at", "is_listed")
    return [tuple(row) for row in frame[list(names)].itertuples(index=False)]


def test_an_empty_store_says_so(store: Store) -> None:
    assert store.newest_night() is None
    assert store.nights() == []
    assert store.night(day(0)) is None
    assert store.known(SOURCE) == {}
    assert store.current_records(SOURCE) == {}
    assert store.call(SOURCE, "a") is None
    assert store.versions(SOURCE, "a") == []
    for frame in (store.calls(), store.issues(), store.source_nights(), store.matches(), store.match_runs()):
        assert len(frame) == 0
        assert "source" in frame.columns or "cluster" in frame.columns
    assert store.check() == []


def test_a_record_comes_back_whole(store: Store) -> None:
    given = record("2026/pilot-helse", **FULL)
    assert publish(store, day(0), given) == Counts(new=1, changed=0, closed=0)
    expected = {**given, "first_seen_at": began(day(0)), "last_seen_at": began(day(0))}
    assert store.call(SOURCE, "2026/pilot-helse") == expected
    assert store.current_records(SOURCE) == {"2026/pilot-helse": expected}
    frame = store.calls()
    assert tuple(frame.columns) == NAMES
    row = frame.iloc[0].to_dict()
    assert row == expected
    assert row["deadline_at"].tzinfo is UTC
    assert type(row["budget_nok"]) is int
    assert row["award_floor_nok"] is None
    assert row["is_partner_required"] is False
    assert row["project_start_earliest_date"] == date(2027, 1, 1)
    assert list(store.call(SOURCE, "2026/pilot-helse") or {}) == list(NAMES)


def test_an_unchanged_call_is_only_seen_again(store: Store) -> None:
    publish(store, day(0), record("a", parser_version="1", content_hash="same"))
    assert publish(store, day(1), record("a", parser_version="2", content_hash="same")) == Counts(0, 0, 0)
    assert len(store.versions(SOURCE, "a")) == 1
    assert listed(store) == [("a", "Utlysning a", began(day(0)), began(day(1)), True)]
    assert listed(store, night=day(0)) == [("a", "Utlysning a", began(day(0)), began(day(0)), True)]


def test_a_changed_call_has_versions(store: Store) -> None:
    publish(store, day(0), record("a"), record("b"))
    assert publish(store, day(2), record("a", title="Ny tittel"), record("b")) == Counts(0, 1, 0)
    old, new = store.versions(SOURCE, "a")
    assert (old["title"], old["valid_from"], old["valid_to"]) == ("Utlysning a", day(0), day(2))
    assert (new["title"], new["valid_from"], new["valid_to"]) == ("Ny tittel", day(2), None)
    assert (new["page_url"], new["page_night"]) == (new["url"], day(2))
    assert [title for _, title, *_ in listed(store, night=day(1))] == ["Utlysning a", "Utlysning b"]
    assert [title for _, title, *_ in listed(store)] == ["Ny tittel", "Utlysning b"]
    assert listed(store, night=day(-1)) == []
    assert (store.call(SOURCE, "a", day(0)) or {})["title"] == "Utlysning a"


def test_a_missing_call_leaves_the_list_with_the_fourth_complete_one_without_it(store: Store) -> None:
    publish(store, day(0), record("a"), record("b"))
    assert publish(store, day(1), record("a"), is_complete=False) == Counts(0, 0, 0)
    assert listed(store)[1] == ("b", "Utlysning b", began(day(0)), began(day(0)), True)
    for number in (2, 3, 4):
        assert publish(store, day(number), record("a")) == Counts(0, 0, 0)
        assert listed(store)[1] == ("b", "Utlysning b", began(day(0)), began(day(0)), True)
    assert publish(store, day(5), record("a")) == Counts(0, 0, 1)
    assert listed(store)[1] == ("b", "Utlysning b", began(day(0)), began(day(0)), False)
    assert listed(store, night=day(4))[1][-1] is True
    assert publish(store, day(6), record("a"), record("b")) == Counts(0, 0, 0)
    assert listed(store)[1] == ("b", "Utlysning b", began(day(0)), began(day(6)), True)


def test_what_the_list_says_of_a_call(store: Store) -> None:
    """A card without a record is listed; a call with a record and no card is missing, though its page was read."""
    publish(store, day(0), record("a"), record("b"), record("c", is_listed=False))
    begin(store, day(1))
    counts = store.publish_source(
        report(day(1)), [record("b", is_listed=False)], [], {"a": "new card", "stranger": "x"}, set()
    )
    assert counts == Counts(new=0, changed=1, closed=0)
    assert listed(store) == [
        ("a", "Utlysning a", began(day(0)), began(day(1)), True),
        ("b", "Utlysning b", began(day(0)), began(day(0)), True),
        ("c", "Utlysning c", began(day(0)), began(day(0)), False),
    ]
    assert store.known(SOURCE)["a"] == KnownCall(
        status="open",
        card_hash="new card",
        is_detail_read=True,
        is_listed=True,
        url="https://www.forskningsradet.no/utlysninger/a/",
        content_hash=record("a")["content_hash"],
        first_seen_at=began(day(0)),
        page_night=day(0),
    )
    assert not store.known(SOURCE)["c"].is_detail_read
    assert {key: known.misses for key, known in store.known(SOURCE).items()} == {"a": 0, "b": 1, "c": 1}


def test_closing_counts_once_and_filters_by_status(store: Store) -> None:
    publish(store, day(0), record("a"), record("b", status="forecasted"), record("c", status="closed"))
    counts = publish(store, day(1), record("a", status="closed"), record("b", status="open"), record("c"))
    assert counts == Counts(new=0, changed=3, closed=1)
    assert [row[0] for row in listed(store, status="open")] == ["b", "c"]
    assert [row[0] for row in listed(store, status="open", night=day(0))] == ["a"]
    assert listed(store, source="another") == []
    with pytest.raises(StoreError, match="Ukjent status 'opened'; lovlige er forecasted, open, closed, cancelled"):
        store.calls(status="opened")


def test_a_failed_source_keeps_its_last_good_calls(store: Store) -> None:
    begin(store, day(0))
    store.publish_failure(report(day(0), state="failed", is_complete=False, message="Svarte ikke."), [])
    publish(store, day(1), record("a"))
    begin(store, day(2))
    store.publish_failure(report(day(2), state="failed", is_complete=False), [issue(kind="not_answered")])
    columns = ["night", "state", "message", "issues", "data_night"]
    reports = [store.source_nights(day(number))[columns].iloc[0].tolist() for number in range(3)]
    assert reports == [
        [day(0), "failed", "Svarte ikke.", 0, None],
        [day(1), "fresh", "", 0, day(1)],
        [day(2), "failed", "", 1, day(1)],
    ]
    assert listed(store) == [("a", "Utlysning a", began(day(1)), began(day(1)), True)]
    publish(store, day(3), record("a"))
    assert listed(store)[0][3] == began(day(3))
    assert listed(store, night=day(2))[0][3] == began(day(1))


def test_a_later_attempt_of_the_night_replaces_a_failure(store: Store, database_url: str) -> None:
    failed, doubt = report(day(1), state="failed", is_complete=False), issue("a")
    begin(store, day(0))
    store.publish_source(report(day(0)), [record("a")], [issue(), doubt], {"a": "1"}, {"a"})
    begin(store, day(1))
    store.publish_failure(failed, [issue(kind="not_answered"), issue("a", "unreadable_page")])
    store.publish_failure(failed, [issue(kind="not_archived")])
    assert store.issues()["kind"].tolist() == ["not_archived", "vague_date"]
    store.publish_source(report(day(1)), [record("a")], [issue()], {"a": "1"}, set())
    after = dump(database_url)
    store.roll_back(day(1))
    begin(store, day(1))
    store.publish_source(report(day(1)), [record("a")], [issue()], {"a": "1"}, set())
    assert dump(database_url) == after
    assert store.issues()["source_id"].tolist() == ["", "a"]
    with pytest.raises(StoreError, match="alt lagret"):
        store.publish_failure(failed, [])


def test_a_report_comes_back_whole(store: Store) -> None:
    own = {"fill_rates": {"title": 1.0}, "reader": "code 1", "quotes": {"title": [3, 2]}}
    publish(store, day(0), record("a"), state="stale", fetched=7, parsed=6, message="Noe", **own)
    assert store.source_nights().iloc[0].to_dict() == {
        "night": day(0),
        "source": SOURCE,
        "state": "stale",
        "message": "Noe",
        "is_complete": True,
        "fetched": 7,
        "parsed": 6,
        "new": 1,
        "changed": 0,
        "closed": 0,
        "issues": 0,
        "data_night": day(0),
        "listed": 1,
        **own,
    }


def test_an_issue_stands_until_its_call_is_read_again(store: Store) -> None:
    doubt, late, whole = issue("a"), issue("b", "year_missing"), issue(kind="count_mismatch", severity="error")
    begin(store, day(0))
    records = [record("a"), record("b")]
    store.publish_source(report(day(0)), records, [whole, late, doubt, doubt], {"a": "1", "b": "1"}, {"a", "b"})
    expected = [[day(0), *asdict(found).values()] for found in (whole, doubt, late)]
    assert store.issues().values.tolist() == expected
    assert tuple(store.issues().columns) == ISSUE_COLUMNS
    assert store.source_nights()["issues"].tolist() == [3]
    begin(store, day(1))
    store.publish_source(report(day(1)), records, [], {"a": "1", "b": "1"}, {"b"})
    assert store.issues().values.tolist() == [expected[1]]
    begin(store, day(2))
    store.publish_failure(report(day(2), state="failed"), [whole])
    assert store.issues(source_id="").values.tolist() == [[day(2), *expected[0][1:]]]
    assert store.issues(night=day(0)).values.tolist() == expected
    assert store.issues(night=day(1), source=SOURCE, source_id="a").values.tolist() == [expected[1]]
    assert len(store.issues(source="another")) == 0


def test_a_wrong_twin_is_settled_every_night_that_publishes_whoever_was_read(store: Store) -> None:
    vague, wrong = issue("a"), issue("a", "wrong_twin")

    def kinds(number: int, issues: list[Issue] | None) -> list[str]:
        begin(store, day(number))
        if issues is None:
            store.publish_failure(report(day(number), state="failed"), [])
        else:
            store.publish_source(
                report(day(number)), [record("a")], issues, {"a": "1"}, {"a"} if number == 0 else set()
            )
        found: list[str] = store.issues()["kind"].tolist()
        return found

    assert kinds(0, [vague, wrong]) == ["vague_date", "wrong_twin"]
    assert kinds(1, [wrong]) == ["vague_date", "wrong_twin"]
    assert kinds(2, None) == ["vague_date", "wrong_twin"]
    assert kinds(3, []) == ["vague_date"]
    assert store.source_nights()["issues"].tolist() == [1]


def test_an_issue_with_text_that_no_database_keeps_still_arrives(store: Store) -> None:
    begin(store, day(0))
    hostile = Issue(SOURCE, "", "unknown_word", "", "a\x00b\ud800c", "Ukjent ord.")
    store.publish_source(report(day(0)), [], [hostile], {}, set())
    assert store.issues()["text"].tolist() == ["a\ufffdb\ufffdc"]
    begin(store, day(1))
    store.publish_failure(report(day(1), state="failed", message="Svarte \x00."), [])
    assert store.source_nights()["message"].tolist() == ["Svarte \ufffd."]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"title": None}, "ugyldig verdi i title"),
        ({"title": "a\x00b"}, "ugyldig verdi i title"),
        ({"title": "half a pair \ud800"}, "ugyldig verdi i title"),
        ({"full_text": b"bytes"}, "ugyldig verdi i full_text"),
        ({"status": "opened"}, "ugyldig verdi i status"),
        ({"budget_nok": 2**63}, "ugyldig verdi i budget_nok"),
        ({"budget_nok": True}, "ugyldig verdi i budget_nok"),
        ({"budget_nok": 1.5}, "ugyldig verdi i budget_nok"),
        ({"is_partner_required": 1}, "ugyldig verdi i is_partner_required"),
        ({"is_listed": None}, "ugyldig verdi i is_listed"),
        ({"opens_at": datetime(2026, 1, 1)}, "ugyldig verdi i opens_at"),  # noqa: DTZ001 - what is refused
        ({"opens_at": "2026-01-01T00:00:00Z"}, "ugyldig verdi i opens_at"),
        ({"project_end_latest_date": datetime(2026, 1, 1, tzinfo=UTC)}, "ugyldig verdi i project_end_latest_date"),
        ({"deadlines": [{"at": date(2026, 1, 1)}]}, "ugyldig verdi i deadlines"),
        ({"results": {"sought_nok": float("nan")}}, "ugyldig verdi i results"),
        ({"applicant_types": ["kommune", "kommunar"]}, "ugyldig verdi i applicant_types"),
        ({"applicant_types": "kommune"}, "ugyldig verdi i applicant_types"),
        ({"unheard_of": 1}, "ukjente kolonner: unheard_of"),
        ({"source": "another"}, "hører til 'another'"),
        ({"source_id": "å" * 501}, "en id på over 1000 byte"),
    ],
)
def test_a_record_that_cannot_be_kept_is_refused_whole(store: Store, values: dict[str, Any], words: str) -> None:
    begin(store, day(0))
    bad = {**record("line\nbreak"), **values}
    with pytest.raises(StoreError, match=words) as error:
        store.publish_source(report(day(0)), [record("a"), bad], [], {}, set())
    assert "\n" not in str(error.value)
    assert len(store.calls()) == 0
    assert store.nights()[0].state == "begun"


def test_what_does_not_belong_to_the_night_is_refused(store: Store) -> None:
    publish(store, day(0), record("a"))
    twice = [record("a"), record("a")]
    wrong = Issue("another", "", "capped", "", "", "Nei.")
    with pytest.raises(StoreError, match="alt lagret for natten 2026-09-15"):
        store.publish_source(report(day(0)), [], [], {}, set())
    with pytest.raises(StoreError, match="ikke den siste som er begynt"):
        store.publish_source(report(day(1)), [], [], {}, set())
    begin(store, day(1))
    with pytest.raises(StoreError, match="ikke den siste som er begynt"):
        store.publish_failure(report(day(0), state="failed", source="another"), [])
    with pytest.raises(StoreError, match="to utlysninger med id 'a'"):
        store.publish_source(report(day(1)), twice, [], {}, set())
    with pytest.raises(StoreError, match="meldt som feilet"):
        store.publish_source(report(day(1), state="failed"), [], [], {}, set())
    with pytest.raises(StoreError, match="meldt som fersk"):
        store.publish_failure(report(day(1)), [])
    with pytest.raises(StoreError, match="hører til 'another'"):
        store.publish_source(report(day(1)), [], [wrong], {}, set())
    assert store.nights()[1].state == "begun"
