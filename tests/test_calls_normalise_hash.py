"""The hash of what the funder says: what counts as the same, and what as a change. And that nothing breaks it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from normalise_samples import DEADLINE, LIST, NIGHT, OPEN, PAGE, RULES, WHOLE, made, own, reading, unproven

from calls.fields import NAMES
from calls.model import Fact, FactName
from calls.normalise import content_hash, normalise
from calls.schema import validate
from calls.words import clean

HASHED = made(*WHOLE[2:]).record["content_hash"]


def changed(**texts: str) -> list[Fact]:
    """WHOLE with other words for the first fact of each name."""
    facts = list(WHOLE[2:])
    for name, text in texts.items():
        place = next(number for number, fact in enumerate(facts) if fact.name == name)
        facts[place] = replace(facts[place], text=text)
    return facts


@pytest.mark.parametrize(
    "texts",
    [
        {"deadline": "23. september 2026"},
        {"deadline": "onsdag 23.09.2026"},
        {"opens": "12. august 2026, 09:00 CEST"},
        {"project_start_earliest": "01.01.2027"},
        {"duration": "2-4 år"},
        {"budget": "185 mill. kroner"},
        {"award": "8–16 millioner kroner"},
    ],
)
def test_another_spelling_is_the_same_content(texts: dict[str, str]) -> None:
    assert made(*changed(**texts)).record["content_hash"] == HASHED


def test_leading_zeros_and_full_stops_of_dates_do_not_count() -> None:
    spelled = [
        made(own("deadline", text, DEADLINE), own("date", text, "Webinar"))
        for text in ("07. aug 2024", "7. aug. 2024", "7. august 2024")
    ]
    assert len({one.record["content_hash"] for one in spelled}) == 1
    assert len({one.record["deadline_text"] for one in spelled}) == 3


@pytest.mark.parametrize(
    "texts",
    [
        {"deadline": "24. sep. 2026"},
        {"deadline": "23. sep. 2026 kl. 12.00"},
        {"opens": "13. aug. 2026"},
        {"date": "Medio november 2026"},
        {"project_end_latest": "15. aug. 2031"},
        {"budget": "om lag 186 millioner kroner"},
        {"award": "NOK 8 000 000-15 000 000"},
        {"theme": "Eldre: 41 millioner kroner"},
        {"section": "Kommuner, helseforetak og andre."},
        {"status": "Avlyst"},
        {"notice": "Fristen er ikke flyttet."},
        {"contact": "Ola"},
    ],
)
def test_a_change_in_what_is_said_changes_the_hash(texts: dict[str, str]) -> None:
    facts = [replace(fact, data=None) for fact in changed(**texts)]
    same = made(*(replace(fact, data=None) for fact in WHOLE[2:]))
    assert made(*facts).record["content_hash"] != same.record["content_hash"]


def test_the_words_of_a_deadline_without_a_day_count() -> None:
    vague = [made(OPEN, own("deadline", text, DEADLINE)).record for text in ("Medio mai 2027", "Medio juni 2027")]
    assert vague[0]["content_hash"] != vague[1]["content_hash"]


@given(st.integers(0, 300), st.sampled_from(["1", "2"]))
def test_when_and_by_which_rules_it_was_read_does_not_count(days: int, version: str) -> None:
    facts = [own("title", "Pilot"), *WHOLE[2:]]
    found = normalise(reading(*facts), RULES, NIGHT + timedelta(days=days), version).record
    elsewhere = normalise(reading(*(replace(fact, quote=f"«{fact.text}»") for fact in facts)), RULES, NIGHT, "1").record
    assert found["content_hash"] == elsewhere["content_hash"] == HASHED == content_hash(elsewhere)
    seen = {"first_seen_at": NIGHT - timedelta(days=days), "is_listed": False, "evidence": {}}
    assert content_hash({**found, **seen}) == HASHED


def test_what_cannot_be_told_apart_in_json_is_refused() -> None:
    with pytest.raises(TypeError, match="no plain form for set"):
        content_hash({**made(OPEN).record, "regions": {"03"}})


ODD = ["31.12.9999", "01.01.0001 kl. 00.00", "1. jan. 0001 CET"]
WORDS = st.one_of(st.text(max_size=40).map(clean), st.sampled_from([*(fact.text for fact in WHOLE), *ODD]))
FACT = st.builds(
    Fact,
    st.sampled_from(get_args(FactName)),
    WORDS.filter(bool),  # no source makes a fact of nothing
    label=WORDS,
    note=st.one_of(st.just(""), st.just("2026"), WORDS),
    url=st.sampled_from([PAGE, LIST]),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(FACT, max_size=8))
def test_whatever_a_page_says_the_record_is_whole_and_the_same_again(facts: list[Fact]) -> None:
    found, again = (normalise(reading(*facts), RULES, NIGHT, "1") for _ in range(2))
    assert found == again
    validate(pd.DataFrame([found.record], columns=list(NAMES), dtype=object))
    assert unproven(found.record) in ([], ["title"])
