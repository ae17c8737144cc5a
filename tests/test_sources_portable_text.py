"""Portable Text in any shape: words come out in order, names and private addresses do not, nothing fails."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from innovasjonnorge_samples import block

from sources.portable_text import DEEPEST, line, lines, members, pairs, sections, shared_mails, titles


def _nested(value: Any, depth: int) -> Any:
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (None, []),
        (7, []),
        ("En\n\n To &amp; &#x41; ", [("", "En"), ("", "To & A")]),
        ([block("En"), None, {"_type": "image", "alt": "Foto"}, "To"], [("normal", "En"), ("", "To")]),
        ([block("En", style="h3", listItem="bullet")], [("h3", "• En")]),
        ({"children": [{"text": "E"}, {"_type": "span"}, None, 5, "n", {"text": 3}]}, [("", "En")]),
        ({"children": None, "text": "En"}, [("", "En")]),
        ({"content": {"body": [{"text": "En"}]}, "nytt": "To"}, [("", "En")]),
        ({"rows": [{"cells": ["a", "b"]}]}, [("", "a"), ("", "b")]),
        (_nested("En", DEEPEST), [("", "En")]),
        (_nested("En", 300), []),
    ],
)
def test_lines_have_the_words_and_their_style(value: Any, found: list[tuple[str, str]]) -> None:
    assert list(lines(value)) == found
    assert line(value) == " ".join(words for _, words in found)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Kontaktperson: Kari Nordmann, telefon 999 99 999", ""),
        ("Les mer. Kontakt tjenesteansvarlig: Ola Nordmann", "Les mer."),
        ("– E-post : ola@example.no", ""),
        ("Telefon: 123", ""),
        ("Spør ola.nordmann@example.no eller info@example.no.", "Spør … eller info@example.no."),
        ("Post.agder@example.no", "Post.agder@example.no"),
        ("E-post og telefon må oppgis", "E-post og telefon må oppgis"),
    ],
)
def test_persons_are_taken_out_of_a_line(text: str, kept: str) -> None:
    assert line([block(text)]) == kept


def test_members_are_those_of_the_lists_in_the_list() -> None:
    assert list(members([None, 1, [2, [None, {"a": 3}]], "x"])) == [1, 2, {"a": 3}, "x"]
    assert [list(members(value)) for value in (None, "x", {"a": 1}, [])] == [[], ["x"], [{"a": 1}], []]
    assert [list(members(_nested(1, depth))) for depth in (DEEPEST, 300)] == [[1], []]


def test_titles_come_from_objects_and_strings_once_each() -> None:
    assert titles([{"title": "Helse"}, "Hav", None, {"title": None}, [" Helse"], 5]) == ["Helse", "Hav"]


def test_pairs_have_a_label_or_a_text() -> None:
    found = [{"l": "Frist :", "t": [block("I dag")]}, {"l": "Tom"}, "Bare tekst", {}, None, {"t": " "}]
    assert pairs(found, "l", "t") == [("Frist", "I dag"), ("Tom", ""), ("", "Bare tekst")]


def test_a_heading_inside_a_section_begins_another() -> None:
    content = [block("En"), block("To"), block("Mer", style="h3"), block("Tom", style="h2"), block("Tre")]
    value = [{"name": "Om", "content": content}, {"name": "Uten tekst", "content": None}, "Løs tekst"]
    assert list(sections(value, "name")) == [("Om", "En\nTo"), ("Tom", "Tre"), ("", "Løs tekst")]


def test_mail_boxes_are_found_in_links_and_spans_and_persons_are_not() -> None:
    link = {"_type": "link", "href": "mailto:kundesenter@example.no"}
    value = [block("Skriv til kari@example.no", markDefs=[link]), {"a": {"b": ["info@example.no", 7]}}]
    assert shared_mails([*value, *value]) == ["kundesenter@example.no", "info@example.no"]
    assert [shared_mails(_nested("post@example.no", depth)) for depth in (2 * DEEPEST, 300)] == [
        ["post@example.no"],
        [],
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(("title", "text", "content", "children", "style", "listItem")), inner)
    ),
    max_leaves=15,
)


@given(JSON)
def test_any_value_gives_clean_lines_and_never_fails(value: Any) -> None:
    for _, words in lines(value):
        assert words == " ".join(words.split()) != ""
    assert all(any(pair) for pair in pairs(value, "title", "text"))
    assert all(text for _, text in sections(value, "title"))
    assert len(titles(value)) == len(set(titles(value)))
    assert all("@" in mail for mail in shared_mails(value))
