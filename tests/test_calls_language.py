"""Bokmål, nynorsk or English."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.fields import LANGUAGES
from calls.language import language_of


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Kommuner kan søke om midler til prosjekter som ikke er startet.", "nb"),
        ("Kommunar kan søkje om midlar til prosjekt som ikkje er starta.", "nn"),
        ("Municipalities can apply for funding of projects that have not begun.", "en"),
        ("Utlysinga gjeld så lenge det er midlar igjen", "nn"),
        ("Eit stort løft", "nn"),
        ("Et stort løft", "nb"),
        ("Fiskeridepartementet samarbeider tett", "nb"),
        ("Underground excavation machinery", "en"),
    ],
)
def test_the_language_of_a_text(text: str, lang: str) -> None:
    assert language_of(text) == lang


def test_the_hint_counts_where_the_words_leave_a_doubt() -> None:
    assert language_of("Løpende", "en") == "en"
    assert language_of("", "nn") == "nn"
    assert language_of("") == "nb"
    assert language_of("Kommunar kan søkje om midlar til prosjekt som ikkje er starta.", "en") == "nn"
    assert language_of("Helse", "tull") in LANGUAGES


@given(st.text(), st.sampled_from(("", *LANGUAGES)))
def test_any_text_has_one_of_our_languages_every_time(text: str, hint: str) -> None:
    found = language_of(text, hint)
    assert found in LANGUAGES
    assert language_of(text, hint) == found


@pytest.mark.parametrize("text", ["\x00\x01søknad\ud800 om midler til kommuner som ikke har søkt", "\ufffe" * 50])
def test_broken_text_does_not_raise(text: str) -> None:
    assert language_of(text) == "nb"


def test_the_shared_pages(shared: Path) -> None:
    for source in ("forskningsradet", "innovasjonnorge"):
        for line in (shared / "data" / source / "pages.jsonl").read_text("utf-8").splitlines():
            page = json.loads(line)
            hint = "en" if "/en/" in page["url"] else ""
            assert language_of(page["text"], hint) == page["lang"], page["url"]
