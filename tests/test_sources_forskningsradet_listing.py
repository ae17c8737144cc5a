"""Forskningsrådet's lists: what a card says, and the guards that keep a broken list from looking whole."""

from __future__ import annotations

import json
from typing import Any

import pytest
from source_samples import page

from bundle.render import listing_html, listing_json
from calls.model import Card, Fact, Listing, Page
from sources.base import UnreadablePage
from sources.forskningsradet import SOURCE
from sources.forskningsradet.addresses import API, LIST, ForeignAddress, canonical, is_call, source_id

CARD: dict[str, Any] = {
    "id": "900001",
    "title": "<p>Pilot <b>Helse</b> &amp; omsorg</p>",
    "text": "Utprøving i <em>tjenesten</em>.",
    "url": "/utlysninger/2026/pilot-helse/?tab=1#results",
    "group": "Pilot Helse",
    "dateLabel": "Søknadsfrist",
    "date": "10. juni",
    "year": 2027,
    "metadata": {"Antatt tilgjengelige midler": "NOK 90 000 000", "Støttegrenser": "NOK 8 000 000-16 000 000"},
    "status": "Søk nå",
    "tags": ["Helse", "Innovasjon"],
}
OTHER = {"id": "2", "title": "Polhavet 2050", "url": "/utlysninger/2026/polhavet-2050/", "group": "Forskerprosjekt"}
OLD = {**OTHER, "id": "3", "title": "Gammel", "url": "/utlysninger/2023/gammel/", "status": "Gjennomført"}


def answer(*cards: dict[str, Any]) -> Page:
    return page(listing_json(cards), API, "application/json")


def shown(*cards: dict[str, Any]) -> Page:
    return page(listing_html(cards), LIST)


def night(current: Page | None, html: Page | None, completed: Page | None = None) -> Listing:
    pages = {"current": current, "completed": completed or answer(OLD), "html": html}
    return SOURCE.index({name: one for name, one in pages.items() if one is not None})


def kinds(listing: Listing) -> list[str]:
    return [issue.kind for issue in listing.issues]


def test_a_whole_night() -> None:
    html_card = {**CARD, "title": "Pilot Helse & omsorg", "date": "10. juni"}
    listing = night(answer(CARD, OTHER), shown(html_card, OTHER))
    url = "https://www.forskningsradet.no/utlysninger/2026/pilot-helse/"

    def fact(name: str, text: str, label: str = "", note: str = "") -> Fact:
        return Fact(name, text, label, note, API)  # type: ignore[arg-type]

    assert listing.cards[0] == Card(
        source_id="2026/pilot-helse",
        url=url,
        listed_url=f"{url}?tab=1",
        title="Pilot Helse & omsorg",
        is_current=True,
        facts=(
            fact("status", "Søk nå"),
            fact("deadline", "10. juni", "Søknadsfrist", "2027"),
            fact("budget", "NOK 90 000 000", "Antatt tilgjengelige midler"),
            fact("award", "NOK 8 000 000-16 000 000", "Støttegrenser"),
            fact("theme", "Helse"),
            fact("theme", "Innovasjon"),
            fact("summary", "Utprøving i tjenesten."),
            fact("title", "Pilot Helse & omsorg"),
            fact("application_type", "Pilot Helse"),
        ),
        api_id="900001",
        group="Pilot Helse",
    )
    assert [(card.source_id, card.is_current) for card in listing.cards[1:]] == [
        ("2026/polhavet-2050", True),
        ("2023/gammel", False),
    ]
    assert (listing.is_complete, listing.issues) == (True, ())
    requests = SOURCE.detail(listing.cards[0])
    assert [request.url for request in requests] == [url, f"{url}?tab=1"]


def test_the_page_alone_gives_the_same_cards() -> None:
    html_card = {**CARD, "title": "Pilot Helse & omsorg", "url": "/utlysninger/2026/pilot-helse/", "text": "Utprøving."}
    listing = night(None, shown(html_card, OTHER, OLD))
    facts = [(fact.name, fact.label, fact.text) for fact in listing.cards[0].facts]
    assert facts == [
        ("status", "", "Søk nå"),
        ("deadline", "Søknadsfrist", "10. juni 2027"),
        ("budget", "Antatt tilgjengelige midler", "NOK 90 000 000"),
        ("award", "Støttegrenser", "NOK 8 000 000-16 000 000"),
        ("summary", "", "Utprøving."),
        ("title", "", "Pilot Helse & omsorg"),
        ("application_type", "", "Pilot Helse"),
    ]
    assert [(card.source_id, card.is_current) for card in listing.cards] == [
        ("2026/pilot-helse", True),
        ("2026/polhavet-2050", True),
        ("2023/gammel", False),
    ]
    assert (listing.is_complete, kinds(listing)) == (False, ["not_answered"])


@pytest.mark.parametrize("missing", ["text", "dateLabel", "date", "year", "metadata", "status", "tags"])
@pytest.mark.parametrize("is_null", [True, False])
def test_every_key_but_three_may_be_absent_or_null(missing: str, is_null: bool) -> None:
    data = json.loads(listing_json([CARD]))
    proposal = data["groups"][0]["proposals"][0]
    proposal[missing] = None
    if not is_null:
        del proposal[missing]
    listing = night(page(json.dumps(data), API, "application/json"), None)
    assert [card.source_id for card in listing.cards] == ["2026/pilot-helse", "2023/gammel"]
    assert listing.is_complete


LABELS = {
    ("Søknadsfrist", "Løpende"): ([("deadline", "Løpende")], []),
    ("Søknadsfrist", "15.06.2026"): ([("deadline", "15.06.2026")], []),
    ("Søknadsfrist", "se siden"): ([], ["vague_date"]),
    ("Søknadsfrist for hovedutlysningen", "1. juni"): ([("date", "1. juni")], []),
    ("Siste sjanse", "1. juni"): ([], ["unknown_label"]),
    ("", "1. juni"): ([], ["unknown_label"]),
    ("Åpner for søknad", "1. juni"): ([("opens", "1. juni")], []),
}


@pytest.mark.parametrize("label", LABELS)
def test_date_labels(label: tuple[str, str]) -> None:
    listing = night(answer({**OTHER, "dateLabel": label[0], "date": label[1]}), None)
    facts = [(fact.name, fact.text) for fact in listing.cards[0].facts if fact.name in ("deadline", "date", "opens")]
    assert (facts, [kind for kind in kinds(listing) if kind != "not_answered"]) == LABELS[label]


def test_counts_in_singular_and_plural() -> None:
    for words in ("(1 utlysning)", "(1 utlysninger)", "(1 utlysing)"):
        body = listing_json([CARD]).decode().replace("(1 utlysning)", words)
        listing = night(page(body, API, "application/json"), None)
        assert (listing.is_complete, listing.cards[0].group) == (True, "Pilot Helse"), words


DOUBTS = {
    "wrong count": (listing_html([CARD, OTHER]).replace("Pilot Helse (1 ", "Pilot Helse (2 "), "count_mismatch"),
    "next link": (
        listing_html([CARD, OTHER]).replace("<head>", '<head><link rel="next" href="?page=2">'),
        "count_mismatch",
    ),
    "paging": (listing_html([CARD, OTHER]).replace("<form", '<div class="pagination"></div><form'), "count_mismatch"),
    "class against word": (listing_html([CARD, OTHER]).replace("is-active", "is-completed"), "contradiction"),
    "word against class": (listing_html([CARD, OTHER]).replace("Søk nå", "Se Resultat"), "contradiction"),
    "only on the page": (listing_html([CARD, OTHER, {**OTHER, "url": "/utlysninger/2026/ny/"}]), "contradiction"),
    "not on the page": (listing_html([CARD]), "contradiction"),
    "twice": (listing_html([CARD, OTHER, OTHER]), "contradiction"),
    "foreign address": (listing_html([CARD, OTHER, {**OTHER, "url": "https://example.no/x"}]), "unreadable_page"),
}


@pytest.mark.parametrize(("html", "kind"), DOUBTS.values(), ids=DOUBTS)
def test_doubts_about_the_page_make_the_list_incomplete(html: str, kind: str) -> None:
    listing = night(answer(CARD, OTHER), page(html, LIST))
    assert (listing.is_complete, kind in kinds(listing)) == (False, True)
    assert len(listing.cards) == 3


BROKEN = {
    "wrong count": listing_json([CARD]).replace(b"(1 utl", b"(7 utl"),
    "twice": listing_json([CARD, CARD]),
    "no title": listing_json([CARD, {**OTHER, "title": ""}]),
    "no address": listing_json([CARD, {**OTHER, "url": None}]),
    "group of another shape": b'{"groups": [7, ' + listing_json([CARD]).removeprefix(b'{"groups": ['),
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_doubts_about_the_answer_make_the_list_incomplete(body: bytes) -> None:
    listing = night(page(body, API, "application/json"), None)
    assert not listing.is_complete
    assert [card.source_id for card in listing.cards] == ["2026/pilot-helse", "2023/gammel"]


UNUSABLE = {
    "html": page("<html><body>Vedlikehold</body></html>", API),
    "html that says it is json": page("<html></html>", API, "application/json"),
    "no json": page("{", API, "application/json"),
    "deep": page("[" * 100_000, API, "application/json"),
    "no groups": page("{}", API, "application/json"),
    "empty": page('{"groups": []}', API, "application/json"),
    "only bad addresses": answer({**OTHER, "url": "https://example.no/"}),
    "not text": page(b"\xff\xfe\x00\xd8", API, "application/json"),
}


@pytest.mark.parametrize("bad", UNUSABLE.values(), ids=UNUSABLE)
def test_an_unusable_answer_is_never_an_empty_list(bad: Page) -> None:
    listing = night(bad, shown(CARD))
    assert [card.source_id for card in listing.cards] == ["2026/pilot-helse", "2023/gammel"]
    assert not listing.is_complete
    with pytest.raises(UnreadablePage, match="Kan ikke bruke listen over aktuelle"):
        night(bad, page("<html><body><p>Ingen utlysninger</p></body></html>", LIST))
    later = night(answer(CARD), shown(CARD), bad)
    assert (later.is_complete, len(later.cards)) == (False, 1)


def test_without_the_page_the_list_is_whole_and_a_person_is_told() -> None:
    listing = night(answer(CARD), None)
    assert (listing.is_complete, [(issue.kind, issue.severity) for issue in listing.issues]) == (
        True,
        [("not_answered", "info")],
    )


def test_a_call_in_both_answers_is_reported_and_stays_current() -> None:
    listing = night(answer(CARD), None, answer(CARD, OLD))
    assert [(card.source_id, card.is_current) for card in listing.cards] == [
        ("2026/pilot-helse", True),
        ("2023/gammel", False),
    ]
    assert "contradiction" in kinds(listing)


def test_an_unknown_form_of_address_and_a_missing_id_are_reported() -> None:
    listing = night(answer({**OTHER, "url": "/skattefunn/sok/", "id": None}), None)
    assert listing.cards[0].source_id == "skattefunn/sok"
    assert kinds(listing) == ["not_answered", "unreadable_page", "missing_field"]


ADDRESSES = {
    "/utlysninger/2026/pilot-helse": "2026/pilot-helse",
    "http://forskningsradet.no//utlysninger/2026/pilot-helse/?tab=1#results": "2026/pilot-helse",
    "https://WWW.forskningsradet.no:443/utlysninger/2025/narings-ph.d.-i-bedrift": "2025/narings-ph.d.-i-bedrift",
    "https://www.beta.kvinnehistorie.no/en/call-for-proposals/2026/women/": "en/2026/women",
    "/no/Utlysning/SAMISK/1254032643811?lang=no": "no/Utlysning/SAMISK/1254032643811",
}


def test_addresses() -> None:
    for url, key in ADDRESSES.items():
        assert (source_id(url), is_call(url), canonical(canonical(url))) == (key, True, canonical(url))
    foreign = (
        "https://example.no/utlysninger/2026/x/",
        "javascript:alert(1)",
        "https://[",
        "ftp://forskningsradet.no/",
        "https://me@www.forskningsradet.no/utlysninger/2026/x/",
        "https://forskningsradet.no:99999/",
    )
    for url in foreign:
        assert not is_call(url)
        with pytest.raises(ForeignAddress):
            canonical(url)
    assert not is_call("/utlysninger/")
