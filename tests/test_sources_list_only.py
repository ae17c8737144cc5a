"""Cards built fact by fact from a list that says all there is, and the readings made of them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.model import Card, Fact, Issue, Reading
from sources.list_only import Draft, no_pages, oslo_day, own_address, reading

HOME = "https://www.funder.no"
URL = f"{HOME}/a"


def _draft() -> Draft:
    return Draft("funder", "a-1", URL, "Tilskudd", {})


def test_a_draft_becomes_a_card_and_the_card_a_reading_in_full() -> None:
    draft = _draft()
    draft.head("N1", "2026-06-30T22:30:00Z")
    draft.fact("award", "50 000 kr", "Beløp", data={"a": 1})
    draft.fact("summary", "")
    facts = (
        Fact("title", "Tilskudd", url=URL, data={"layout": "N1", "published_on": "2026-07-01"}),
        Fact("award", "50 000 kr", "Beløp", url=URL, data={"a": 1}),
    )
    card = draft.card()
    assert card == Card("a-1", URL, URL, "Tilskudd", is_current=True, facts=facts, api_id="a-1")
    assert (draft.names, draft.issues, no_pages(card)) == ({"title", "award"}, [], ())
    assert reading("funder", card, "nn") == Reading(
        source="funder",
        source_id="a-1",
        url=URL,
        facts=facts,
        lang_hint="nn",
        layout="N1",
        api_id="a-1",
        pages=(URL,),
        is_detail_read=True,
        published_on="2026-07-01",
    )


def test_of_facts_that_say_the_same_the_first_stays() -> None:
    draft = _draft()
    draft.head("N1", None)
    for quote in ("her", "der"):
        draft.fact("deadline", "Løpende", "Frist", quote)
    draft.fact("deadline", "Løpende", "Søknadsfrist")
    assert [(fact.label, fact.quote) for fact in draft.card().facts[1:]] == [("Frist", "her"), ("Søknadsfrist", "")]


def test_a_moment_of_publication_that_cannot_be_read_is_told_of() -> None:
    draft = _draft()
    draft.head("N1", "i fjor")
    draft.issue("vague_date", "deadline_at", "x" * 500, "Lang.")
    assert draft.issues == [
        Issue("funder", "a-1", "vague_date", "", "i fjor", "Publiseringsdatoen lar seg ikke lese.", URL, "info"),
        Issue("funder", "a-1", "vague_date", "deadline_at", "x" * 200, "Lang.", URL, "warning"),
    ]
    assert draft.facts[0].data == {"layout": "N1", "published_on": ""}


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("/tjeneste/a", f"{HOME}/tjeneste/a"),
        ("tjeneste/a", f"{HOME}/tjeneste/a"),
        ("/tje\u200bneste/a ", f"{HOME}/tjeneste/a"),
        ('/tjeneste/blåbær "x"', f"{HOME}/tjeneste/bl%C3%A5b%C3%A6r%20%22x%22"),
        ("/tjeneste/bl%C3%A5", f"{HOME}/tjeneste/bl%C3%A5"),
        ("http://funder.no/no/x/", "http://funder.no/no/x/"),
        ("https://start.funder.no/x?a=1", "https://start.funder.no/x?a=1"),
        ("", None),
        ("/", None),
        (None, None),
        (7, None),
        ("//evil.example/x", None),
        ("https://evil.example/tjeneste/a", None),
        ("https://funder.no@evil.example/x", None),
        ("https://user@funder.no/x", None),
        ("https://evilfunder.no/x", None),
        ("https://funderxno/x", None),
        ("https://www.funder.no:81/x", None),
        ("javascript:alert(1)", None),
        ("http://[::1", None),
    ],
)
def test_addresses_stay_on_the_funders_site(path: Any, url: str | None) -> None:
    assert own_address(HOME, path) == url


@given(st.text())
def test_any_path_gives_an_address_of_the_site_or_none(path: str) -> None:
    url = own_address(HOME, path)
    assert url is None or url.isascii()
    assert own_address(HOME, f"//evil.example/{path}") is None


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-06-30T22:30:00Z", "2026-07-01"),
        ("2026-06-30T22:30:00", "2026-07-01"),
        ("2026-01-31T22:30:00+00:00", "2026-01-31"),
        ("2026-06-30", "2026-06-30"),
        ("9999-12-31T23:59:59Z", ""),
        ("i fjor", ""),
        ("", ""),
        (None, ""),
        (5, ""),
        (["2026-06-30"], ""),
    ],
)
def test_a_moment_is_a_day_in_oslo_or_nothing(moment: Any, day: str) -> None:
    assert oslo_day(moment) == day
