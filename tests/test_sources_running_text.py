"""Headings and running text: what they tell, and that a doubtful sum is neither a fact nor passed over."""

from __future__ import annotations

import pytest

from sources.running_text import (
    LONGEST,
    Labels,
    is_contact,
    says_closed,
    small,
    sure_award,
    tells_how_much,
    tells_who,
)

LABELS = Labels(("deadline", "Søknadsfrist|Frist for å søke"), ("award", "Hvor mye"))


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Søknadsfrist", "deadline"),
        ("SØKNADS\u00adFRIST :", "deadline"),
        ("frist\u00a0for å søke?", "deadline"),
        ("frist for a\u030a søke", "deadline"),
        ("Hvor mye", "award"),
        ("Hvor mye?!", "award"),
        ("Frist", None),
        ("Søknadsfrister", None),
        ("", None),
        ("\u200b", None),
    ],
)
def test_only_letters_and_digits_of_a_label_count(label: str, name: str | None) -> None:
    assert LABELS.name(label) == name


def test_small_spells_words_as_patterns_do() -> None:
    assert small(" Frist –\u00a0I MA\u030aL’ ") == "frist - i mål'"


HEADINGS = {
    "Hvem kan søke?": "who",
    "For hvem? Til hva?": "who",
    "Kven kan søkje": "who",
    "Hvem passer ordningen for": "who",
    "MÅLGRUPPE": "who",
    "Who is eligible?": "who",
    "Hvem kan ikke søke?": "",
    "Kven kan ikkje søkje": "",
    "Om søkeren": "",
    "Hvor mye kan du få?": "much",
    "Kor mykje": "much",
    "Om støttebeløp": "much",
    "Støttens størrelse": "much",
    "Hvor mye må du bidra med selv?": "",
    "Hvor mye koster det?": "",
    "Beløpsgrenser": "",
    "Kontakt oss": "contact",
    "Har du spørsmål?": "contact",
    "Contact": "contact",
    "Kompetanse": "",
    "": "",
}


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_tells_one_thing_or_nothing(heading: str) -> None:
    told = {"who": tells_who(heading), "much": tells_how_much(heading), "contact": is_contact(heading)}
    assert "".join(name for name, is_told in told.items() if is_told) == HEADINGS[heading]


@pytest.mark.parametrize(
    ("text", "is_sure"),
    [
        ("Tilskuddet er på 150 000 kroner.", True),
        ("Du kan få inntil en million kroner.\nVi vurderer hver søknad.", True),
        ("Mellom 1 og 2 millioner kroner. Vi vurderer hver søknad.", True),
        ("Inntil 50 % av kostnadene.", True),
        ("I fjor fikk bedriftene 800 000 kroner. Vi vurderer hver søknad.", False),
        ("Fase 1: inntil 150 000 kroner. Fase 2: inntil 700 000 kroner.", False),
        ("Beløpet avhenger av prosjektet.", None),
        ("", None),
        ("inntil 1 million kroner " * 400, False),
        ("a " * LONGEST + "inntil 1 million kroner", None),
    ],
)
def test_a_sum_of_running_text_is_sure_doubtful_or_absent(text: str, is_sure: bool | None) -> None:
    assert sure_award(text) is is_sure


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ordningen er dessverre stengt for i år.", "Ordningen er dessverre stengt for i år."),
        ("STENGT FOR NYE SØKNADER", "STENGT FOR NYE SØKNADER"),
        (f"{'x' * 200} ble lukket i går", f"{'x' * 79} ble lukket i går"),
        ("Ordningen er ikke stengt.", ""),
        ("Den blir stengt når midlene er brukt.", ""),
        ("Ordningen er ny. Den andre stengt", ""),
        ("x " * LONGEST + "ordningen er stengt", ""),
        ("", ""),
    ],
)
def test_words_that_may_say_closed_are_quoted(text: str, words: str) -> None:
    assert says_closed(text) == words
