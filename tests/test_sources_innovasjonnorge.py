"""Innovasjon Norge's list: what it is asked, which answers are refused, which records are calls."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from innovasjonnorge_samples import HOME, NIGHT, answer, call, calls, page, record

from calls.failures import ChallengePage
from calls.model import Page, Request
from sources.base import UnreadablePage
from sources.harvest import collect, harvest, read
from sources.innovasjonnorge import GROQ, SOURCE

REQUEST = SOURCE.listings["services"]


def test_one_request_a_night_asks_the_whole_question() -> None:
    parts = urlsplit(REQUEST.url)
    assert (parts.hostname, parts.path) == ("loal7n8w.apicdn.sanity.io", "/v2023-01-01/data/query/inno-prod")
    assert parse_qsl(parts.query) == [("query", GROQ), ("perspective", "published")]
    assert (REQUEST.method, REQUEST.accept, list(SOURCE.listings)) == ("GET", "application/json", ["services"])
    assert [parse_qsl(urlsplit(url).query) for url in REQUEST.same_as] == [
        [("query", GROQ)],
        [("perspective", "published"), ("query", GROQ)],
    ]
    assert GROQ.splitlines()[0].startswith('*[_type == "service" && language == "nb"')
    assert SOURCE.needs_leave.startswith("Nettstedet viser roboter en sperreside")


def test_the_question_is_the_documented_one(shared: Any) -> None:
    assert f"```\n{GROQ}\n```" in (shared / "sources/innovasjonnorge.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<!DOCTYPE html><title>Just a moment...</title>", "ventet JSON"),
        ("", "ventet JSON"),
        ("[" * 100_000, "ventet JSON"),
        (b"\xff\xfe{\x00", "ventet JSON"),
        ('"result"', "fant ingen liste i «result»"),
        ("[]", "fant ingen liste i «result»"),
        ('{"ms":1}', "fant ingen liste i «result»"),
        ('{"result":null}', "fant ingen liste i «result»"),
        ('{"result":{"_id":"a"}}', "fant ingen liste i «result»"),
        ('{"result":[]}', "tom liste"),
        ('{"error":{"description":"expected \'}\'\\u0000","type":"queryParseError"}}', "melder feil: «expected '}'»"),
        ('{"error":"Unauthorized","statusCode":401}', "melder feil: «Unauthorized»"),
        ('{"error":{},"result":[]}', "tom liste"),
        ('{"result":[null,5]}', "ingen finansiering blant 2 oppføringer"),
    ],
)
def test_an_answer_that_is_no_list_is_refused(body: str | bytes, message: str) -> None:
    with pytest.raises(UnreadablePage, match=message.replace("(", r"\(")):
        SOURCE.index(page(body))


def test_a_list_without_funding_is_refused_and_says_how_many_there_were() -> None:
    advice = record(facts=[("Type tjeneste", "Rådgivning")], serviceCategories=[{"title": "Rådgivning"}])
    with pytest.raises(UnreadablePage) as refused:
        SOURCE.index(answer([advice]))
    assert str(refused.value) == "ingen finansiering blant 1 oppføringer (1 tjenester er av andre slag)"
    with pytest.raises(UnreadablePage, match="ikke noe svar"):
        SOURCE.index({})


def test_a_challenge_is_reported_as_a_no_and_nothing_is_read() -> None:
    def get(request: Request) -> Page:
        raise ChallengePage(request.url, "Nettstedet svarer med en robotsperre; det ønsker oss ikke her.")

    found = collect(SOURCE, get, {})
    assert [(one.kind, one.severity, one.message.partition(" (")[0]) for one in found.issues] == [
        ("not_answered", "error", "Nettstedet svarer med en robotsperre; det ønsker oss ikke her.")
    ]
    with pytest.raises(UnreadablePage):
        read(SOURCE, found, {})


KINDS: list[tuple[Any, list[tuple[str, str]], str, bool]] = [
    ([{"title": "Finansiering"}], [], "X", True),
    ([None, "finansiering"], [], "X", True),
    (["Kompetanse"], [("Type tjeneste", "Utlysning")], "X", True),
    (["Kompetanse"], [("Type\u00ad tjeneste:", "LÅN")], "X", True),
    (["Kompetanse"], [("Type tjeneste", "Lånegaranti")], "X", True),
    (["Kompetanse"], [("Type tjeneste", "Tilskudd og rådgivning")], "X", False),
    (["Kompetanse"], [("Type tjeneste", "Rådgivning")], "Tilskudd", False),
    (["Kompetanse"], [], "Tilskudd", False),
    (None, [("Type tjeneste", "Kurs")], "Tilskudd", False),
    (None, [], "Etablerertilskot", True),
    ([], [], "Miljøteknologiordningen", True),
    ([{"title": None}], [], "Støtte til design", True),
    (None, [], "Kurs i eksport", False),
    (None, [], "Veiledning om lån", True),
    (None, [], "Mentorprogram", False),
]


@pytest.mark.parametrize(("categories", "facts", "title", "is_call"), KINDS)
def test_a_funding_service_is_told_by_category_type_or_title(
    categories: Any, facts: list[tuple[str, str]], title: str, is_call: bool
) -> None:
    found = calls([record(_id="fast"), record(title, facts, serviceCategories=categories)])
    assert ("a-1" in found) is is_call


def test_a_record_that_nothing_tells_about_is_kept_with_an_issue() -> None:
    found = call(title="Eksporthjelpen", serviceCategories=None)
    assert found.record["title"] == "Eksporthjelpen"
    assert "Vet ikke om «Eksporthjelpen» er finansiering; tatt med til noen har sett på den." in [
        issue.message for issue in found.issues
    ]


def test_finance_that_calls_itself_advice_is_kept_and_doubted() -> None:
    found = call(facts=[("Type tjeneste", "Rådgivning"), ("Søknadsfrist", "Løpende")])
    assert (found.record["instrument"], found.flags) == ("advice", [("contradiction", "application_type")])


def test_a_record_with_a_foreign_address_is_left_out_and_told_of() -> None:
    listing = SOURCE.index(answer([record(_id="b"), record(_id="c", path="https://innovasjonnorge.no@evil.example/x")]))
    assert [card.source_id for card in listing.cards] == ["b"]
    assert [(one.source_id, one.kind, one.text) for one in listing.issues if one.source_id == "c"] == [
        ("c", "unreadable_page", "https://innovasjonnorge.no@evil.example/x")
    ]
    assert listing.is_complete is False


def test_malformed_members_are_told_of_and_the_rest_is_read() -> None:
    members = [
        None,
        5,
        "x",
        [record()],
        {},
        {"_id": "uten-tittel"},
        record(_id="med mellomrom"),
        record(_id=7),
        record(_id="drafts.x"),
        record(_id="versions.r1.x"),
        record(_id="b", facts=[("Søknadsfrist", "Løpende")]),
        record("Den andre", _id="b"),
    ]
    listing = SOURCE.index(answer(members))
    assert [(card.source_id, card.title) for card in listing.cards] == [("b", "Tilskudd til prøver")]
    assert [(one.kind, one.severity, one.text) for one in listing.issues if not one.source_id] == [
        *[("unreadable_page", "warning", "")] * 5,
        ("unreadable_page", "warning", "uten-tittel"),
        ("unreadable_page", "warning", "Tilskudd til prøver"),
        ("unreadable_page", "warning", "Tilskudd til prøver"),
        ("unreadable_page", "info", "drafts.x"),
        ("unreadable_page", "info", "versions.r1.x"),
        ("unknown_label", "warning", "sections"),
    ]
    assert [(one.kind, one.text) for one in listing.issues if one.source_id == "b" and not one.field] == [
        ("contradiction", "Den andre")
    ]
    assert listing.is_complete is False


def test_fields_that_are_new_or_gone_are_told_of_once() -> None:
    bare = {name: value for name, value in record().items() if name not in ("excerpt", "sharedTexts")}
    listing = SOURCE.index(answer([{**bare, "zzz": 1, "_rev": "x"}, {**bare, "_id": "b", "aaa": None}]))
    assert [one.message for one in listing.issues if one.kind == "unknown_label"] == [
        "Svaret har felt vi ikke kjenner: aaa, zzz.",
        "Felt vi venter oss er borte fra alle oppføringer: excerpt, facts, sections, sharedTexts.",
    ]
    assert listing.is_complete is True


def test_content_of_an_unknown_form_is_told_of() -> None:
    found = call(facts=[("Søknadsfrist", "Løpende")], themeCategories=[3, {"title": "Helse"}])
    assert [one.message for one in found.issues if one.kind == "unreadable_page"] == [
        "Feltet themeCategories hos «Tilskudd til prøver» har innhold av en form vi ikke kjenner."
    ]
    assert [theme["name"] for theme in found.record["themes"]] == ["Helse"]


def test_the_order_of_the_answer_does_not_count() -> None:
    members = [record(_id=key) for key in ("c", "a", "b")]
    assert [card.source_id for card in SOURCE.index(answer(members)).cards] == ["a", "b", "c"]
    assert SOURCE.index(answer(members)).cards == SOURCE.index(answer(members[::-1])).cards


def test_a_card_holds_all_there_is_and_a_page_is_refused() -> None:
    found = call(facts=[("Søknadsfrist", "Løpende")], publishedAt="2026-06-30T22:30:00Z")
    reading = found.reading
    assert (found.card.url, found.card.api_id, found.card.is_current) == (f"{HOME}/tjeneste/prove", "a-1", True)
    assert (reading.pages, reading.layout, reading.lang_hint) == ((found.card.url,), "N2", "nb")
    assert (reading.is_detail_read, reading.published_on, {fact.url for fact in reading.facts}) == (
        True,
        "2026-07-01",
        {found.card.url},
    )
    assert SOURCE.detail(found.card) == ()
    with pytest.raises(UnreadablePage):
        SOURCE.parse(found.card, Page(found.card.url, 200, "text/html", b"<h1>Tilskudd</h1>", NIGHT))


def test_a_night_reads_every_call_from_the_list_alone() -> None:
    pages = answer([record(_id="a"), record(_id="b")])
    asked: list[str] = []

    def get(request: Request) -> Page:
        asked.append(request.url)
        return pages["services"]

    night = harvest(SOURCE, get, {})
    assert asked == [REQUEST.url]
    assert [(one.source_id, one.is_detail_read) for one in night.readings] == [("a", True), ("b", True)]
    assert (night.fetched, night.parsed) == (1, 2)
