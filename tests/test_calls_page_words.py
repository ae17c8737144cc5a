"""Pages as words: what a reader sees, joined where a browser joins it; of JSON, every string."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_samples import page

from calls.page_words import list_words, page_words


def words(body: str | bytes, content_type: str = "text/html", **how: bool) -> str:
    return page_words(page(body, content_type=content_type), **how)


def answer(value: Any) -> str:
    return words(json.dumps(value, ensure_ascii=False), "application/json")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>Frist</p><p>5. juni</p>", "Frist 5. juni"),
        ("<p>Søk<b>nads</b>frist</p>", "Søknadsfrist"),
        ("<p>Søknads<wbr>frist</p>", "Søknadsfrist"),
        ("<p>Søk<!-- x -->nad</p>", "Søknad"),
        ("<p>5.&nbsp;juni &amp; 6.\n\t juni</p>", "5. juni & 6. juni"),
        ("<p>S\u00adøk\u200bnad a\u030aret</p>", "Søknad året"),
        ("<p>Én<br>To</p>", "Én To"),
        ("<p>Syns</p><p hidden>Skjult</p><p style='display: none'>Skjult</p>", "Syns"),
        ("<p>Syns<span aria-hidden='true'>*</span> her</p><div role='tabpanel' hidden>Fane</div>", "Syns her Fane"),
        ("<script>var x = 'y'</script><style>p {}</style><noscript>Nei</noscript><p>Ja</p>", "Ja"),
        ("<p>Ny <del>gammel</del>frist</p>", "Ny frist"),
    ],
)
def test_html_is_what_a_reader_sees(body: str, expected: str) -> None:
    assert words(f"<html><body>{body}</body></html>") == expected


def test_the_names_that_a_page_gives_itself_follow_on_lines_of_their_own() -> None:
    head = '<head><title>Pilot | Funder</title><meta property="og:title" content="Pilot"></head>'
    assert words(f"<html>{head}<body><p>Ja</p></body></html>") == "Ja\nPilot | Funder\nPilot"


def test_inline_elements_are_set_apart_when_asked_for() -> None:
    body = "<html><body><h1>Pilot <b>Helse</b><span>Søk nå</span></h1></body></html>"
    assert words(body) == "Pilot HelseSøk nå"
    assert words(body, is_apart=True) == "Pilot HelseSøk nå\nPilot Helse Søk nå"


def test_what_a_script_draws_is_there_when_asked_for() -> None:
    body = r'<html><body><p>Ja</p><script>draw({"title": "Innvilgede s\u00f8knader"})</script></body></html>'
    assert words(body, is_drawn=True) == 'Ja\ndraw({"title": "Innvilgede søknader"})'


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"a": "Én", "b": ["To", {"c": "Tre"}], "d": None, "e": True}, "Én To Tre"),
        ({"ms": 1760432400000, "rate": 2.50}, "1760432400000 2.5"),
        ({"html": "<p>Frist&nbsp;<b>5.</b> juni</p>"}, "Frist 5. juni"),
        ({"plain": "A &amp; B & C"}, "A & B & C"),
        ({"inner": '{"amount": "70 000", "list": [1, "x"]}'}, "70 000 1 x"),
        ({"broken": "{not json"}, "{not json"),
        ({"children": [{"text": "Inn"}, {"text": "til 2 mill"}]}, "Inntil 2 mill Inn til 2 mill"),
    ],
)
def test_json_is_its_strings(value: Any, expected: str) -> None:
    assert answer(value) == expected


def test_a_list_gives_each_entry_its_own_words_and_those_over_it() -> None:
    groups = [
        {"title": "Forprosjekt", "proposals": [{"id": 7, "title": "Én", "status": {"text": "Søk nå"}}]},
        {"title": "Pilot", "proposals": [{"id": "8", "url": "https://a.no/x/8/?tab=1", "title": "To"}]},
    ]
    kept = page(json.dumps({"total": 2, "groups": groups}), content_type="application/json")
    found = list_words(kept, ["7", "https://www.a.no/x/8", "9"])
    assert found == {"7": "2 Forprosjekt 7 Én Søk nå", "https://www.a.no/x/8": "2 Pilot 8 https://a.no/x/8/?tab=1 To"}


def test_an_entry_is_known_by_a_list_that_holds_only_its_key() -> None:
    results = [{"content": "Én", "metadata": {"identifier": ["A-1"]}}, {"metadata": {"identifier": ["A-2"]}}]
    kept = page(json.dumps({"results": results}), content_type="application/json")
    assert list_words(kept, ["A-1"]) == {"A-1": "Én A-1"}


def test_a_list_that_is_no_json_has_no_entries() -> None:
    assert list_words(page("<html><body><p>a</p></body></html>"), ["a"]) == {}


def test_hostile_pages_give_words_or_none() -> None:
    assert words(b"\xff\xfe\x00") in ("", "\x00")
    assert words(b"\x81\xc3\xa5") == ""
    assert words("") == ""
    assert words("{" * 100_000, "application/json") == "{" * 100_000
    assert words("[" * 5_000 + "]" * 5_000, "application/json") != ""
    assert list_words(page("[" * 900 + "]" * 900, content_type="application/json"), ["a"]) == {}
    began = time.process_time()
    for body in ("<div>" * 100_000, "<b>a" * 100_000, "<p hidden>" * 50_000, "<" * 300_000, "&#" * 200_000):
        words(f"<html><body>{body}")
    assert time.process_time() - began < 20


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(words(text.encode("utf-8", "replace")), str)
    assert isinstance(answer({"a": text, "b": [text]}), str)
