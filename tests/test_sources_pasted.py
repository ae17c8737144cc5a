"""Calls that somebody pastes or gives the address of: what is read, what is left empty, and hostile input."""

from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pasted_samples import BARE, FUND, KOMMUNE, MAIL, STIFTING, page

from calls.deadlines import OSLO
from sources.pasted import PastedError, Suggestions, read_page, read_text


def values(found: Suggestions) -> dict[str, object]:
    """Everything but the texts, short."""
    return {
        "title": found.title.value if found.title else None,
        "funder": found.funder.value if found.funder else None,
        "lang": found.lang,
        "deadlines": [(one.at.isoformat()[:16], one.clock) for one in found.deadlines],
        "type": found.deadline_type.value if found.deadline_type else None,
        "opens": [(one.at.isoformat()[:16], one.clock) for one in found.opens],
        "amounts": [(one.column, one.value) for one in found.amounts],
        "who": found.applicant_types.value if found.applicant_types else None,
        "unread": [(one.column, one.words) for one in found.unread],
    }


def test_a_municipality() -> None:
    found = read_page(page(KOMMUNE))
    assert values(found) == {
        "title": "Tilskudd til frivillige organisasjoner innen helse og omsorg",
        "funder": "Hamar kommune",
        "lang": "nb",
        "deadlines": [("2027-03-15T11:00", "stated")],
        "type": None,
        "opens": [("2027-01-10T07:00", "inferred")],
        "amounts": [("award_ceiling_nok", 150_000), ("budget_nok", 1_200_000)],
        "who": ["frivillig_org", "klynge"],
        "unread": [],
    }
    assert found.summary is not None and found.summary.value.startswith("Hamar kommune gir tilskudd")
    for left_out in ("1999", "barnehage", "Forside", "Nordmann", "62 00", "kulturmidler", "Postboks", "color:red"):
        assert left_out not in found.full_text, left_out


def test_a_foundation_in_nynorsk_with_two_deadlines() -> None:
    found = read_page(page(STIFTING))
    assert values(found) == {
        "title": "Tryggleik heime",
        "funder": "Vestlandsstiftinga",
        "lang": "nn",
        "deadlines": [("2027-03-01T22:59", "inferred"), ("2027-10-01T21:59", "inferred")],
        "type": None,
        "opens": [],
        "amounts": [("award_floor_nok", 500_000), ("award_ceiling_nok", 2_000_000), ("budget_nok", 10_000_000)],
        "who": ["kommune", "helseforetak", "frivillig_org"],
        "unread": [],
    }
    assert "informasjonskapslar" not in found.full_text and "kulturprisen" not in found.full_text


def test_a_fund_in_english() -> None:
    assert values(read_page(page(FUND))) == {
        "title": "Call for proposals: digital follow-up at home",
        "funder": "Nordic Health Fund",
        "lang": "en",
        "deadlines": [("2027-02-26T12:00", "stated")],
        "type": None,
        "opens": [("2027-01-04T07:00", "inferred")],
        "amounts": [("award_ceiling_nok", 3_000_000)],
        "who": ["helseforetak", "uh_institusjon", "forskningsinstitutt"],
        "unread": [],
    }


def test_a_mail_cut_into_lines_and_quoted() -> None:
    found = read_text(MAIL)
    assert values(found) == {
        "title": "Utlysning av midler til demensomsorg",
        "funder": None,
        "lang": "nb",
        "deadlines": [("2027-01-12T14:00", "stated")],
        "type": None,
        "opens": [],
        "amounts": [("budget_nok", 5_000_000)],
        "who": ["kommune", "frivillig_org"],
        "unread": [],
    }
    assert "prøver ut nye tjenester" in found.full_text
    for left_out in ("Hei Kari", "Mobil", "Sendt:", "Vennlig"):
        assert left_out not in found.full_text


def test_what_is_not_understood_stays_empty_and_is_told() -> None:
    found = read_text(BARE)
    assert found.deadlines == () and found.amounts == () and found.opens == ()
    assert found.deadline_type is not None and found.deadline_type.value == "rolling"
    assert [(one.column, one.why) for one in found.unread] == [("deadline_at", "Datoen 3.5. mangler årstall.")]


@pytest.mark.parametrize(
    ("text", "deadlines"),
    [
        ("Søknadsfrist: 1. mars 2027", ["2027-03-01"]),
        ("Søknadene må være hos oss senest 5. april 2027 kl. 16.00.", ["2027-04-05"]),
        ("Fristene er 1. mars, 1. juni og 1. oktober 2027.", ["2027-03-01", "2027-06-01", "2027-10-01"]),
        ("Søknadsfrist 1. og 15. mars 2027.", ["2027-03-01", "2027-03-15"]),
        ("Du kan søke fra 1. februar til 15. mars 2027.", ["2027-03-15"]),
        ("Applications are due. Deadline: March 3, 2027.", ["2027-03-03"]),
        ("Søknadsfrist 1. mars 2027.\nSøknadsfrist 8. mars 2027.", ["2027-03-01", "2027-03-08"]),
        ("Frist for rapportering er 1. mars 2027.", []),
        ("Rapporten må sendes innen 1. mars 2028.", []),
        ("Spørsmål må sendes innen 1. mars 2027.", []),
        ("Prosjektet kan starte 1. august 2027.", []),
        ("Publisert 12. november 2026. Sist oppdatert 14. november 2026.", []),
        ("Søknadsfristen gikk ut 1. mars 2026.", []),
        ("Forskrift av 1. mars 2020 gjelder for søknader.", []),
        (
            "Viktige datoer\n2. aug. 2026\nÅpen for søknad\n13. sep. 2026\nSøknadsfrist\n1. jan. 2027\nSvar",
            ["2026-09-13"],
        ),
        ("Søknadsfrist\n13. sep. 2026\nSvar\n1. jan. 2027\nProsjektstart\n1. mars 2027", ["2026-09-13"]),
        ("Søknadsfrist\n13. sep. 2026\nSvar", []),
        ("Frister\n1. mars 2027\n1. oktober 2027", ["2027-03-01", "2027-10-01"]),
        ("19 May: application deadline changed from 20 May to 25 May 2027.", ["2027-05-25"]),
        ("Søknadsfrist for hovedutlysningen er 1. mars 2027.", []),
        ("Søknadsfrist medio mars 2027.", []),
        ("Søknadsfrist 31. februar 2027.", []),
    ],
)
def test_which_days_are_deadlines(text: str, deadlines: list[str]) -> None:
    found = read_text(f"Utlysning\n\n{text}\n\nMer tekst her.")
    assert [one.at.date().isoformat() for one in found.deadlines] == deadlines


def test_a_date_between_two_labels_is_told_as_unclear() -> None:
    found = read_text("Utlysning\n\nSøknadsfrist\n13. sep. 2026\nSvar\n\nMer tekst.")
    assert found.deadlines == ()
    assert [(one.words, one.why) for one in found.unread] == [("13. sep. 2026", "Det er uklart hva datoen gjelder.")]


def test_real_calls_of_forskningsradet_as_pasted_text(shared: Path) -> None:
    """Every deadline that we know is found; the few days beside them are called deadlines there too."""
    folder = shared / "data" / "forskningsradet"
    pages, known = (
        [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]
        for name in ("pages.jsonl", "expected.jsonl")
    )
    found = missed = wrong = 0
    for one_page, truth in zip(pages, known, strict=True):
        wanted = set(truth["deadlines"])
        told = {one.at.astimezone(OSLO).date().isoformat() for one in read_text(one_page["text"]).deadlines}
        found, missed, wrong = found + len(told & wanted), missed + len(wanted - told), wrong + len(told - wanted)
    assert (found, missed) == (41, 0) and wrong <= 5, (found, missed, wrong)


def test_a_year_is_settled_by_the_weekday_and_the_day_of_writing_alone() -> None:
    text = "Utlysning\n\nSøknadsfrist er mandag 1. mars.\n\nMer tekst."
    assert read_text(text).deadlines == ()
    assert [one.at.date() for one in read_text(text, published=date(2026, 11, 20)).deadlines] == [date(2027, 3, 1)]


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("Vi gir støtte på inntil 300 000 kroner.", [("award_ceiling_nok", 300_000)]),
        ("Totalt er det 4 millioner kroner til fordeling.", [("budget_nok", 4_000_000)]),
        ("Støtten dekker inntil 50 prosent av prosjektkostnadene.", [("funding_rate_pct", 50)]),
        ("Maks 2 millioner kroner i støtte per prosjekt.", [("award_ceiling_nok", 2_000_000)]),
        ("Tilgjengelige midler\nKr 900 000 000", [("budget_nok", 900_000_000)]),
        ("Støttebeløp\n500 000-1 500 000 kroner", [("award_floor_nok", 500_000), ("award_ceiling_nok", 1_500_000)]),
        ("Omsøkt beløp\nKr 900 000 000\nTildelte midler\nKr 312 000 000", []),
        ("Byggekostnader\nKr 900 000 000", []),
        ("I fjor delte vi ut 7 millioner kroner.", []),
        ("Bygget kostet 7 millioner kroner.", []),
        ("Du kan søke om inntil 200 000 euro.", []),
        ("Du kan søke om støtte.", []),
    ],
)
def test_which_sums_are_amounts(text: str, amounts: list[tuple[str, int]]) -> None:
    found = read_text(f"Utlysning\n\n{text}\n\nMer tekst her.")
    assert [(one.column, one.value) for one in found.amounts] == amounts


def test_two_ceilings_are_both_told() -> None:
    found = read_text(
        "Utlysning\n\nDu kan søke om inntil 1 million kroner.\n\nBedrifter får inntil 2 mill. kroner i støtte."
    )
    assert [one.value for one in found.of("award_ceiling_nok")] == [1_000_000, 2_000_000]


def test_every_suggestion_quotes_the_text() -> None:
    for found in (read_page(page(KOMMUNE)), read_page(page(STIFTING)), read_page(page(FUND)), read_text(MAIL)):
        for one in (*found.deadlines, *found.opens, *found.amounts, *found.unread):
            assert one.words in found.full_text
        assert found.applicant_types is not None and found.applicant_types.words in found.full_text


@pytest.mark.parametrize("text", ["", "  \n\t\n", "\0\0", "\N{ZERO WIDTH SPACE}"])
def test_nothing_to_read_is_said(text: str) -> None:
    with pytest.raises(PastedError, match="ingen tekst å lese"):
        read_text(text)


def test_too_much_is_said() -> None:
    with pytest.raises(PastedError, match=r"1000001 tegn.*Lim inn bare"):
        read_text("a" * 1_000_001)


@pytest.mark.parametrize(
    "body", ["<html><body><div id='app'></div><script>draw()</script></body></html>", "<html></html>"]
)
def test_a_page_that_a_script_draws_is_said(body: str) -> None:
    with pytest.raises(PastedError, match=r"ingen tekst.*lim den inn"):
        read_page(page(body))


def test_a_page_of_nothing_is_said() -> None:
    with pytest.raises(PastedError, match=r"[Ll]im"):
        read_page(page(b"\0\0"))


def test_broken_letters_are_said() -> None:
    with pytest.raises(PastedError, match="skadede tegn"):
        read_page(page("<p>Søk på midler</p>".encode() + b"\xf8\x81"))


HOSTILE = {
    "script": "<h1>Midler</h1>"
    "<script>alert('Søknadsfrist 1. mars 2027')</script><p>Søk om <b onclick=x>støtte</b> her.</p>",
    "long title": f"<title>{'A' * 1_000_000}</title><h1>{'B' * 1_000_000}</h1><p>Søk om støtte her nå.</p>",
    "null bytes": "<h1>Mid\0ler</h1><p>Søknads\0frist 1. ma\0rs 2027.</p>",
    "bidi": "<h1>Mid\u202eler</h1><p>Søknadsfrist \u2066\u202e1. mars 2027\u2069.</p>",
    "deep": "<div>" * 10_000 + "<p>Søknadsfrist 1. mars 2027.</p>" + "</div>" * 10_000,
    "many": "<h1>Midler</h1>" + "<p>Søknadsfrist 1. mars 2027 og 2. april 2027.</p>" * 20_000,
    "one line": "<h1>Midler</h1><p>" + "søknadsfrist innen fra til 1. 2 kr 3 mill. " * 10_000 + "</p>",
    "numbers": "<h1>Midler</h1><p>" + "1 " * 200_000 + "</p>",
    "entities": "<h1>&#0;&#x202e;&lt;script&gt;</h1><p>Søk &#55296; om støtte.</p>",
    "title in title": "<title>a - " * 50_000 + "</title><p>Søk om støtte her.</p>",
    "base": "<base href='javascript:alert(1)'><h1>Midler</h1><p>Søk om støtte her.</p>",
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_hostile_pages_are_read_in_time_and_cleaned(name: str) -> None:
    began = time.monotonic()
    try:
        found = read_page(page(HOSTILE[name]))
    except PastedError:
        assert name == "deep"
        return
    assert time.monotonic() - began < 20, "a page must not take the service with it"
    said = [found.full_text, *(one.value for one in (found.title, found.funder, found.summary) if one)]
    said += [one.words for one in (*found.deadlines, *found.amounts, *found.unread)]
    for text in said:
        assert not set(text) & set("\0\u202e\u2066\u2069\u202d"), "controls go"
    assert found.title is None or len(found.title.value) <= 300
    assert len(found.full_text) <= 200_000


def test_marks_of_direction_and_nulls_hide_no_deadline() -> None:
    for name in ("bidi", "null bytes"):
        deadlines = read_page(page(HOSTILE[name])).deadlines
        assert [one.at for one in deadlines] == [datetime(2027, 3, 1, 22, 59, tzinfo=UTC)]
    assert read_page(page(HOSTILE["script"])).deadlines == (), "what a script holds is not read"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_gives_suggestions_or_a_clear_no(text: str) -> None:
    try:
        found = read_text(text)
    except PastedError as error:
        assert str(error)
        return
    for one in (*found.deadlines, *found.opens, *found.amounts):
        assert one.words
