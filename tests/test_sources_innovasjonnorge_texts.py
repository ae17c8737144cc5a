"""Texts of Innovasjon Norge's content API in any shape: words come out, names of persons do not, nothing fails."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from innovasjonnorge_samples import block, call, calls, record

GRANT = ("Type tjeneste", "Tilskudd")
ROLLING = ("Søknadsfrist", "Løpende")


def test_shared_texts_are_left_out_but_for_those_on_who_may_apply() -> None:
    shared = [
        None,
        {"title": "Statsstøtteregelverket", "content": [block("Fem vilkår.")]},
        {"title": "Hvem kan søke om midler", "content": [block("Kommuner.")]},
        {"title": None, "content": None},
    ]
    found = call(facts=[GRANT, ROLLING], sharedTexts=shared)
    assert (found.record["full_text"], found.record["applicant_types"]) == (
        "Hvem kan søke om midler\nKommuner.",
        ["kommune"],
    )


def test_names_and_private_addresses_stay_out_and_shared_mailboxes_in() -> None:
    link = {"_type": "link", "_key": "m", "href": "mailto:kundesenter@example.no"}
    sections = [
        {
            "heading": "Har du spørsmål?",
            "content": [
                block("Kontaktperson: Kari Nordmann, kari.nordmann@example.no, telefon: 999 99 999"),
                block("Skriv til oss", markDefs=[link]),
                block("post.agder@example.no\npost@example.no"),
            ],
        },
        {
            "heading": "Om ordningen",
            "content": "Les mer.\nKontakt tjenesteansvarlig: Ola Nordmann\nE-post: ola@example.no\nTelefon: 123\n"
            "Spør ola.nordmann@example.no om råd, eller info@example.no.",
        },
    ]
    found = call(facts=[GRANT, ROLLING, ("Kontaktperson", "Kari Nordmann")], raw_sections=sections)
    assert [entry["email"] for entry in found.record["contact"]] == [
        "kundesenter@example.no",
        "post.agder@example.no",
        "post@example.no",
    ]
    assert found.record["full_text"] == "Om ordningen\nLes mer.\nSpør … om råd, eller info@example.no."
    assert "Nordmann" not in repr(found)


SHAPES: list[tuple[Any, str | None]] = [
    (None, None),
    ("En linje.\n\nTo &amp; tre.", "Om\nEn linje.\nTo & tre."),
    ([block("En"), None, {"_type": "image", "alt": "Foto: noen"}, {"_type": "nytt", "foo": [1]}], "Om\nEn"),
    ([[block("En")], [[block("To")]]], "Om\nEn\nTo"),
    ([{"_type": "block", "children": [{"text": "E"}, {"_type": "span"}, None, 5, {"text": "n"}]}], "Om\nEn"),
    ([{"_type": "block", "children": None}, {"_type": "block"}], None),
    ([block("En", listItem="bullet", level=1), block("To", listItem="number", level=2)], "Om\n• En\n• To"),
    ([block("En"), block("Mer", style="h3"), block("To")], "Om\nEn\nMer\nTo"),
    ([block("Først", style="h2"), block("To")], "Først\nTo"),
    ([{"_type": "table", "rows": [{"cells": ["a", "b"]}]}], "Om\na\nb"),
    ([block("Nul\x00l \ud800 🎉 &shy;&#x41;&ukjent;")], "Om\nNul l 🎉 A&ukjent;"),
    ({"content": [block("En")]}, "Om\nEn"),
    (7, None),
]


@pytest.mark.parametrize(("content", "text"), SHAPES)
def test_text_of_any_shape_gives_its_words_and_never_fails(content: Any, text: str | None) -> None:
    found = call(facts=[GRANT, ROLLING], raw_sections=[None, {"heading": "Om", "content": content}])
    assert found.record["full_text"] == text


def test_lists_in_lists_without_end_are_left() -> None:
    deep: Any = []
    inner = deep
    for _ in range(300):
        inner.append([])
        inner = inner[0]
    inner.append({"title": "Søknadsfrist", "text": "Løpende"})
    found = call(raw_facts=deep, raw_sections=deep, themeCategories=deep)
    assert (found.record["deadline_type"], found.record["themes"]) == (None, [])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(("title", "text", "content", "children", "heading", "style", "listItem")), inner
        )
    ),
    max_leaves=15,
)
FIELDS = ("excerpt", "path", "publishedAt", "raw_facts", "raw_sections", "serviceCategories", "themeCategories")


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from((*FIELDS, "sharedTexts", "title", "_id")), JSON))
def test_a_record_of_any_content_is_read_or_told_of(changes: dict[str, Any]) -> None:
    found = calls([record(_id="fast"), record(**{"_id": "annen", **changes})])
    assert "fast" in found
    for one in found.values():
        assert one.record["url"].startswith("https://www.innovasjonnorge.no/")
        assert one.reading.layout in ("N1", "N2")


def test_one_fact_is_told_once_however_often_it_stands() -> None:
    sections = [("For hvem", "Kommuner."), ("For hvem", "Kommuner."), ("Om", "Mer.")]
    found = call(facts=[GRANT, GRANT, ROLLING], sections=sections)
    assert found.told("application_type", "applicants", "section") == [
        ("application_type", "Type tjeneste", "Tilskudd"),
        ("section", "For hvem", "Kommuner."),
        ("applicants", "For hvem", "Kommuner."),
        ("section", "Om", "Mer."),
    ]
