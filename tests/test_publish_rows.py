"""The rows that page and workbook share."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest
from publish_samples import (
    FIRST,
    NIGHT,
    clusters_folder,
    event,
    frame,
    night_calls,
    night_events,
    ranked,
    source_nights,
)

from matching.explain import Term
from publish.columns import COLUMNS, FACTS, NAMES
from publish.event_words import news_by_call
from publish.rows import ProfileName, as_day, match_rows, profile_names, records, stale_notes, why_words


def test_one_row_a_match_in_the_order_of_profiles_and_ranks(tmp_path: Path) -> None:
    clusters, night = ranked(clusters_folder(tmp_path), night_calls())
    matches = pd.DataFrame(list(night.matches)).iloc[::-1]
    calls, changed = frame(night_calls()), {("forskningsradet", "velferdsteknologi"): date(2026, 9, 15)}
    rows = records(match_rows(matches, calls, clusters, NIGHT, source_nights(), night_events(), changed=changed))
    told = [(row["profile"], row["rank"], row["source_id"]) for row in rows]
    assert told == [(match["profile"], match["rank"], match["source_id"]) for match in night.matches]
    row = next(row for row in rows if row["source_id"] == "velferdsteknologi" and row["profile"] == "trygg-heime")
    match = next(
        match for match in night.matches if match["profile"] == "trygg-heime" and match["title"] == row["title"]
    )
    assert row == {
        "cluster": "proveklyngen",
        "profile": "trygg-heime",
        "profile_title": "Trygg heime med velferdsteknologi",
        "rank": match["rank"],
        "score": match["score"],
        "title": "Innovasjon med velferdsteknologi i kommunale tjenester",
        "lang": "bokmål",
        "funder": "Norges forskningsråd",
        "status": "åpen",
        "news": "frist utsatt, endret: ramme",
        "first_seen_at": FIRST,
        "changed_date": date(2026, 9, 15),
        "opens_at": date(2026, 8, 12),
        "deadline_at": datetime(2026, 9, 16, 11, tzinfo=UTC),
        "deadline": "onsdag 16. september 2026 kl. 13.00 (trinn 1 av 2)",
        "deadline_distance": "i morgen kl. 13.00",
        "deadline_type": "flere trinn",
        "amount": "8–16 mill. kroner",
        "award_floor_nok": 8_000_000,
        "award_ceiling_nok": 16_000_000,
        "budget_nok": 95_000_000,
        "award_floor_eur": None,
        "award_ceiling_eur": None,
        "budget_eur": None,
        "applicants": "kommuner og helseforetak",
        "applicant_text": "Kommuner, fylkeskommuner og helseforetak kan søke.",
        "programme": "",
        "norway": "",
        "reason": "ligner prosjektet",
        "theme": "",
        "may_apply": "vet ikke",
        "because": "Prosjektet har ingen medlemmer ennå, så vi vet ikke hvem som skal søke. "
        "I klyngen kan Hamar kommune søke.",
        "missing": "",
        "why": ", ".join(why_words(match["terms"])),
        "moved": "",
        "url": "https://www.forskningsradet.no/utlysninger/2026/velferdsteknologi/",
        "also": "",
        "source": "forskningsradet",
        "source_id": "velferdsteknologi",
        "stale": "",
        "corrected": "",
        "kinds": ["topical"],
        "applicant_codes": ["kommune", "helseforetak"],
        "call_name": ("forskningsradet", "velferdsteknologi"),
        "is_hidden": False,
        "lang_code": "nb",
        "status_code": "open",
        "may_code": "unknown",
        "theme_name": "",
        "news_kinds": ["deadline_later", "changed"],
        "passages": [
            "Midler til å ta i bruk velferdsteknologi for eldre hjemme.",
            "Velferdsteknologi i kommunen.",
            "Kommuner og helseforetak.",
        ],
    }
    assert {row["source_id"]: row["news"] for row in rows} == {
        "velferdsteknologi": "frist utsatt, endret: ramme",
        "remote-monitoring": "ny",
        "kommunar": "",
        "fiendtlig": "",
        "a/b c?d#e": "",
    }


def test_no_matches_give_the_same_columns(tmp_path: Path) -> None:
    clusters, night = ranked(clusters_folder(tmp_path), night_calls())
    matches = pd.DataFrame(list(night.matches))[:0]
    rows = match_rows(matches, frame(night_calls()), clusters, NIGHT)
    assert list(rows.columns) == [*NAMES, *FACTS]
    assert list(NAMES) == [column.name for column in COLUMNS]
    assert rows.empty


def test_a_match_without_its_call_is_an_error(tmp_path: Path) -> None:
    clusters, night = ranked(clusters_folder(tmp_path), night_calls())
    with pytest.raises(ValueError, match="has no call in this night"):
        match_rows(pd.DataFrame(list(night.matches)), frame(night_calls()[:1]), clusters, NIGHT)


def test_a_profile_that_is_gone_stands_last_under_its_key(tmp_path: Path) -> None:
    clusters, night = ranked(clusters_folder(tmp_path), night_calls())
    matches = pd.DataFrame(list(night.matches)).replace({"profile": {"digital-oppfolging": "0-borte"}})
    rows = match_rows(matches, frame(night_calls()), clusters, NIGHT)
    assert list(rows["profile_title"].unique()) == ["Trygg heime med velferdsteknologi", "0-borte"]
    assert profile_names(clusters) == [
        ProfileName("proveklyngen", profile.key, profile.title) for profile in clusters[0].profiles
    ]


def test_only_what_the_funder_did_that_night_is_news() -> None:
    assert news_by_call([]) == {}
    assert news_by_call(records(night_events())) == {
        ("forskningsradet", "velferdsteknologi"): ("frist utsatt, endret: ramme", ["deadline_later", "changed"]),
        ("forskningsradet", "remote-monitoring"): ("ny", ["first_seen"]),
    }
    ours = pd.DataFrame([event("a", "first_seen", "us"), event("b", "closed", "time")], dtype=object)
    assert news_by_call(records(ours)) == {}


def test_reasons_name_both_words_where_they_differ() -> None:
    terms: list[Term] = [
        {"term": "a", "profile_word": "Eldre", "call_word": "eldre", "contribution": 0.3},
        {"term": "b", "profile_word": "kommuner", "call_word": "kommunar", "contribution": 0.2},
        {"term": "c", "profile_word": "bane", "call_word": "bane", "contribution": -0.1},
    ]
    assert why_words(terms) == ["Eldre", "kommuner – kommunar"]


def test_a_source_that_is_not_fresh_says_from_when_its_calls_are() -> None:
    assert stale_notes(None) == stale_notes(source_nights()) == {}
    assert stale_notes(source_nights("stale")) == {"forskningsradet": "Noen opplysninger er fra en tidligere natt"}
    assert stale_notes(source_nights("failed")) == {"forskningsradet": "Opplysningene er fra 14. september 2026"}
    never = source_nights("failed").assign(data_night=None)
    assert stale_notes(never) == {"forskningsradet": "Kilden har ikke gitt noe ennå"}


def test_records_are_plain_values() -> None:
    frame = pd.DataFrame(
        {
            "budget_nok": [1.0, None],
            "deadline_at": pd.Series([pd.Timestamp("2026-09-16T11:00:00Z"), pd.NaT]),
            "rank": pd.array([1, None], dtype="Int64"),
            "is_listed": [True, False],
            "title": ["a", None],
            "themes": [[{"name": "x"}], None],
            "night": [date(2026, 9, 14), None],
        }
    )
    first, second = records(frame)
    assert first == {
        "budget_nok": 1,
        "deadline_at": datetime(2026, 9, 16, 11, tzinfo=UTC),
        "rank": 1,
        "is_listed": True,
        "title": "a",
        "themes": [{"name": "x"}],
        "night": date(2026, 9, 14),
    }
    assert [type(first["budget_nok"]), type(first["rank"])] == [int, int]
    assert second == dict.fromkeys(frame.columns) | {"is_listed": False}


def test_days_from_what_the_store_or_json_gives() -> None:
    day = date(2026, 9, 14)
    assert [as_day(day), as_day(NIGHT.replace(day=14)), as_day("2026-09-14"), as_day("2026-09-14T01:30:00Z")] == [
        day
    ] * 4
