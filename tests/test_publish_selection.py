"""What is asked for: in an address and back, in words, and which rows it lets through in which order."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from publish_samples import NIGHT, call, deadline
from selection_samples import rows_of, selections

from publish.rows import ProfileName
from publish.selection import Selection, SelectionError
from publish.selection_query import PARAMETERS, joined, query_of, selection_of
from publish.selection_words import selection_words


@given(asked=selections())
def test_an_address_says_all_and_nothing_else(asked: Selection) -> None:
    query = query_of(asked)
    assert selection_of(query) == asked
    assert set(query) <= set(PARAMETERS)
    assert "" not in query.values()
    assert query_of(selection_of(query)) == query
    sentence = selection_words(asked)
    assert sentence[0].isupper() and "\n" not in sentence


def test_names_and_values_are_bokmaal() -> None:
    query = {
        "klynge": "helseinn",
        "prosjekt": "demens_hjemme",
        "treff": "ordninger",
        "status": "kommende,åpen,ukjent",
        "frist_fra": "2026-09-16",
        "frist_til": "2026-12-31",
        "minst": "2000000",
        "finansiør": "Norges forskningsråd",
        "søker": "kommune,ikke_avklart",
        "tema": "eldre",
        "språk": "nb,nn",
        "ny_siden": "2026-09-15",
        "søk": "demens hjemme",
        "skjul_nei": "ja",
        "vis_skjulte": "ja",
        "sorter": "beløp",
    }
    asked = selection_of(query)
    assert query_of(asked) == query
    names = [ProfileName("helseinn", "demens_hjemme", "Demens hjemme")]
    assert selection_words(asked, names) == (
        "Kommende, åpne og uavklarte utlysninger som er åpne for alle temaer, for prosjektet «Demens hjemme», med "
        "frist fra 16. september 2026 til 31. desember 2026, på minst 2 mill. kroner, fra «Norges forskningsråd», som "
        "kommuner kan søke på eller der det ikke er avklart hvem som kan søke, med «eldre» i temaet, på bokmål eller "
        "nynorsk, nye eller endret siden 15. september 2026, med «demens hjemme» i teksten, uten dem dere ikke kan "
        "søke på, med dem dere har lagt bort, sortert etter beløp"
    )


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({}, "Alle utlysninger, sortert etter treff"),
        (
            {"status": "åpen", "frist_innen": "30", "sorter": "frist"},
            "Åpne utlysninger med frist innen 30 dager, sortert etter frist",
        ),
        ({"frist_innen": "0"}, "Alle utlysninger med frist i dag, sortert etter treff"),
        ({"frist_til": "2026-10-01"}, "Alle utlysninger med frist til 1. oktober 2026, sortert etter treff"),
        (
            {"klynge": "helseinn", "uten_frist": "ja"},
            "Alle utlysninger for klyngen «helseinn», uten fristdato, sortert etter treff",
        ),
    ],
)
def test_a_sentence_says_what_is_selected(query: dict[str, str], sentence: str) -> None:
    assert selection_words(selection_of(query)) == sentence


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"frist": "30"}, "Ukjent filter «frist». Kjente: klynge, prosjekt, treff, status, frist_innen"),
        ({"status": "open"}, "«status» kan være kommende, åpen, lukket, avlyst, ukjent, fikk «open»."),
        ({"søker": "kommune,hvem"}, "«søker» kan være bedrift_smb, "),
        ({"treff": "alt"}, "«treff» kan være lignende, ordninger, fikk «alt»."),
        ({"frist_fra": "16.9.2026"}, "«frist_fra» må være en dato som 2026-09-16, fikk «16.9.2026»."),
        ({"frist_fra": "20260916"}, "må være en dato"),
        ({"frist_innen": "-1"}, "«frist_innen» må være et helt tall fra 0 til 3650, fikk «-1»."),
        ({"frist_innen": "9999"}, "helt tall fra 0 til 3650"),
        ({"minst": "0"}, "Beløpet må være fra 1 til"),
        ({"skjul_nei": "nei"}, "«skjul_nei» kan være ja, fikk «nei»."),
        ({"frist_innen": "3", "uten_frist": "ja"}, "Avgrens fristen på én måte"),
        ({"frist_fra": "2026-02-01", "frist_til": "2026-01-01"}, "fra en senere dato"),
        ({"søk": "x" * 201}, "høyst 200 tegn"),
    ],
)
def test_what_cannot_be_asked_for_is_told(query: dict[str, str], words: str) -> None:
    with pytest.raises(SelectionError) as told:
        selection_of(query)
    assert words in str(told.value)


def test_a_form_gives_a_name_for_every_box() -> None:
    pairs = [("status", ""), ("status", "åpen"), ("status", "kommende"), ("søk", ""), ("minst", "2 000")]
    assert selection_of(joined(pairs)) == Selection(status=("forecasted", "open"), least_nok=2000)
    assert joined([("søk", "a"), ("søk", ""), ("søk", "a")]) == {"søk": "a"}
    with pytest.raises(SelectionError, match="står to ganger"):
        joined([("søk", "a"), ("søk", "b")])


def at(day: int, hour: int = 11, month: int = 9) -> dict[str, Any]:
    moment = datetime(2026, month, day, hour, tzinfo=UTC)
    return {"deadline_at": moment, "deadlines": [deadline(moment.isoformat())], "deadline_type": "fixed"}


CALLS = [
    call("uten", status="forecasted", award_floor_nok=3_000_000, applicant_types=["fylkeskommune"]),
    call("passert", **at(14), first_seen_at=datetime(2026, 9, 1, 1, 30, tzinfo=UTC), award_ceiling_nok=900_000),
    call("sent", **at(1, month=12), award_ceiling_eur=1_000_000, award_ceiling_nok=None, lang="en"),
    call("snart", **at(30, 22), award_ceiling_nok=2_000_000, applicant_types=["kommune"], first_seen_at=NIGHT),
    call("ukjent", status=None, title="Eldre i KOMMUNEN", **at(15)),
]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, "uten passert sent snart ukjent"),
        ({"status": "kommende,ukjent"}, "uten ukjent"),
        ({"frist_innen": "15"}, "ukjent"),  # 1 October 00.00 in Oslo is the 16th day
        ({"frist_innen": "16"}, "snart ukjent"),
        ({"frist_fra": "2026-09-14", "frist_til": "2026-09-15"}, "passert ukjent"),
        ({"uten_frist": "ja"}, "uten"),
        ({"minst": "2000000"}, "uten sent snart"),
        ({"minst": "7000001"}, ""),
        ({"søker": "kommune"}, "snart"),
        ({"søker": "kommune,ikke_avklart"}, "passert sent snart ukjent"),
        ({"språk": "en"}, "sent"),
        ({"ny_siden": "2026-09-15"}, "snart"),
        ({"søk": "kommunen eldre"}, "ukjent"),
        ({"finansiør": "Norges forskningsråd", "skjul_nei": "ja"}, "uten passert sent snart ukjent"),
        ({"sorter": "frist"}, "ukjent snart sent uten passert"),
        ({"sorter": "beløp"}, "sent uten snart passert ukjent"),
        ({"sorter": "nyest"}, "snart uten sent ukjent passert"),
        ({"prosjekt": "annet"}, ""),
    ],
)
def test_rows_that_are_asked_for_in_the_order_that_is_asked_for(query: dict[str, str], found: str) -> None:
    rows = rows_of(CALLS)
    shown = selection_of(query).apply(rows, NIGHT)
    assert " ".join(shown["source_id"]) == found
    assert list(shown.columns) == list(rows.columns)


def test_what_the_funder_changed_is_new() -> None:
    rows = rows_of(CALLS)
    rows["changed_date"] = [date(2026, 9, 15), None, None, None, None]
    assert list(Selection(new_since=date(2026, 9, 15)).apply(rows, NIGHT)["source_id"]) == ["uten", "snart"]


def test_what_is_hidden_is_left_out_unless_it_is_asked_for() -> None:
    rows = rows_of(CALLS)
    rows["is_hidden"] = [True, False, False, True, False]
    assert list(selection_of({}).apply(rows, NIGHT)["source_id"]) == ["passert", "sent", "ukjent"]
    shown = selection_of({"vis_skjulte": "ja", "sorter": "frist"}).apply(rows, NIGHT)
    assert list(shown["source_id"]) == ["ukjent", "snart", "sent", "uten", "passert"]


def test_a_list_of_one_reason_alone() -> None:
    rows = rows_of(CALLS)
    rows["kinds"] = [["general"], ["topical"], ["topical", "general"], [], []]
    assert list(Selection(kind="general").apply(rows, NIGHT)["source_id"]) == ["uten", "sent"]
