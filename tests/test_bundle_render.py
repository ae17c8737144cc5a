"""Rendered pages have the site's structure and noise, and say what the facts say."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from source_samples import FACTS, rendered

from bundle.render import MARKUPS, detail_page, listing_html, listing_json


def test_markups_differ() -> None:
    assert len({rendered(markup) for markup in MARKUPS}) == len(MARKUPS) >= 6


@pytest.mark.parametrize("markup", MARKUPS)
def test_the_noise_of_the_site_is_there(markup: str) -> None:
    html = rendered(markup)
    for noise in (
        "Spør KI-samtaleroboten vår",
        "Viktig informasjon",
        "Meldinger ved utskriftstidspunkt 2. oktober 2023, 16:13 CEST",
        "informasjonskapsler",
        "Relaterte utlysninger",
        "&shy;",
        "&#8203;",
        "&nbsp;",
        'window.__REACT_COMPONENTS__.push({name: "ProposalPage", props: {',
    ):
        assert noise in html, noise
    assert BeautifulSoup(html, "lxml").get_text().count("Viktige datoer") == 3


@pytest.mark.parametrize("size", [0, 116_000, 272_000])
def test_size(size: int) -> None:
    html = detail_page(FACTS, markup="table", printed_at="x", size=size)
    assert size <= len(html.encode()) < max(size * 1.02, 20_000)


@given(st.text(max_size=30))
def test_facts_never_become_markup(words: str) -> None:
    evil = f"<script>alert(1)</script>{words}"
    html = rendered(
        title=evil, notices=[evil], sections=[{"heading": evil, "paragraphs": [evil]}], result_rows=[[evil]]
    )
    assert "<script>alert(1)" not in html.split("window.__REACT_COMPONENTS__.push")[0]
    assert "</script>" not in html.split("props: ")[1].split("});</script>")[0]


def test_lists() -> None:
    cards = [
        {"id": "1", "title": "A & B", "url": "/utlysninger/2026/a/", "group": "Forprosjekt", "status": "Gjennomført"},
        {"id": "2", "title": "C", "url": "/utlysninger/2026/c/", "group": "Forprosjekt", "date": "1. mai", "year": 2027,
         "dateLabel": "Søknadsfrist", "metadata": {"Støttegrenser": "NOK 1"}, "tags": ["Hav"], "text": "Nytte"},
        {"id": "3", "title": "D", "url": "/utlysninger/2026/d/", "group": "Pilot Helse", "status": "Se Resultat"},
    ]  # fmt: skip
    groups = json.loads(listing_json(cards))["groups"]
    assert [(group["title"], len(group["proposals"])) for group in groups] == [
        ("Forprosjekt (2 utlysninger)", 2),
        ("Pilot Helse (1 utlysning)", 1),
    ]
    assert groups[0]["proposals"][1] == {
        "id": "2",
        "title": "C",
        "text": "Nytte",
        "url": "/utlysninger/2026/c/",
        "dateLabel": "Søknadsfrist",
        "date": "1. mai",
        "year": 2027,
        "metadata": {"items": [{"label": "Støttegrenser", "text": "NOK 1"}]},
        "status": None,
        "tags": {"list": ["Hav"]},
    }
    page = BeautifulSoup(listing_html(cards), "lxml")
    assert [group.get_text() for group in page.select(".proposal-group--header")] == [
        group["title"] for group in groups
    ]
    assert [card.get_text(" ", strip=True) for card in page.select("form.proposal-list-page .proposal")] == [
        "Gjennomført A & B",
        "C Søknadsfrist 1. mai 2027 Støttegrenser NOK 1 Formål Nytte",
        "Se Resultat D",
    ]


def test_unknown_markup_is_an_error() -> None:
    with pytest.raises(KeyError):
        rendered("marquee")
