"""Finding concepts: phrases, spellings, compounds, look-alikes; and the glossary that comes with the code."""

from __future__ import annotations

import csv
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from glossary_sentences import APART, SAME, Apart, Same
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.glossary import SHIPPED, Glossary, Hit, load_glossary
from matching.text import words

LANGS = ("nb", "nn", "en")

ROWS = """nb;nn;en;note
velferdsteknologi*|trygghetsteknologi;velferdsteknologi*;assistive technology|ambient assisted living;
teknologi*;teknologi*;technology;
e-helse;e-helse;e-health;
helsedata;helsedata;health data;
kunstig intelligens|KI;kunstig intelligens|KI;artificial intelligence|AI;
aldring;aldring;[ageing]|[aging];
[Siva];[Siva];[Siva];
LIFE-programmet;LIFE-programmet;LIFE|LIFE programme;
helse*;helse*;health;
barn og unge;born og unge;children and young people;
*sykehus;*sjukehus;hospital;
hjemmesykehus*;heimesjukehus*;hospital at home;
sykdom*|program;sjukdom*|program;disease|programme;
digitalt utenforskap;digitalt utanforskap;digital divide;
kreftbehandling|onkologisk*;kreftbehandling|onkologisk*;tumour|paediatric|organisational change;
"""


def glossary(folder: Path, text: str = ROWS, name: str = "ord.csv") -> Glossary:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return load_glossary([folder])


@cache
def shipped() -> Glossary:
    return load_glossary([SHIPPED])


def concepts(of: Glossary, sentence: str, lang: str) -> list[str]:
    return [hit.concept for hit in of.find(words(sentence), lang)]


def test_a_hit_says_where_and_in_which_words(tmp_path: Path) -> None:
    found = glossary(tmp_path / "g").find(words("Nye Ambient assisted-living solutions, and AI."), "en")
    assert found == [
        Hit("velferdsteknologi", 1, 3, ("Ambient", "assisted-living")),
        Hit("kunstig intelligens", 5, 6, ("AI",)),
    ]


@pytest.mark.parametrize(
    ("lang", "sentence", "expected"),
    [
        ("nb", "E-helse, ehelse og e helse", ["e-helse", "e-helse", "e-helse"]),
        ("nb", "helse-data og helse data", ["helsedata", "helsedata"]),
        ("en", "ehealth, e-Health and EHEALTH", ["e-helse", "e-helse", "e-helse"]),
        ("nb", "velferdsteknologiske løsninger", ["velferdsteknologi"]),
        ("nb", "teknologien og helsa", ["teknologi", "helse"]),
        ("nn", "Helsa til barna. Born og unge har sjukdommar.", ["helse", "barn og unge", "sykdom"]),
        ("nb", "KI-løsninger, ki og KIs", ["kunstig intelligens", "kunstig intelligens"]),
        ("nb", "siva, Siva og SIVA", ["siva", "siva"]),
        ("en", "life, Life and LIFE", ["life-programmet"]),
        ("en", "Ageing at the age of 70", ["aldring"]),
        ("en", "Quality of health in health data", ["helse", "helsedata"]),
        ("nb", "Universitetssykehuset og hjemmesykehuset", ["sykehus", "hjemmesykehus"]),
        ("nb", "programmer, programmet og programmene", ["sykdom", "sykdom", "sykdom"]),
        (
            "nb",
            "et digitalt utenforskap og den digitale utenforskapen",
            ["digitalt utenforskap", "digitalt utenforskap"],
        ),
        (
            "en",
            "tumors, pediatric, programs, organizational change",
            ["kreftbehandling"] * 2 + ["sykdom", "kreftbehandling"],
        ),
        ("nb", "assistive technology and technology", ["velferdsteknologi"]),
        ("nb", "onkologiske avdelinger i sykehus", ["kreftbehandling", "sykehus"]),
        ("en", "velferdsteknologi", []),
        ("nb", "", []),
    ],
)
def test_a_term_is_met_in_all_its_spellings(tmp_path: Path, lang: str, sentence: str, expected: list[str]) -> None:
    assert concepts(glossary(tmp_path / "g"), sentence, lang) == expected


def test_a_compound_of_two_concepts_has_both(tmp_path: Path) -> None:
    text = "nb;nn;en;note\nbarnehage*;barnehage*;kindergarten;\n*sykepleier;*sjukepleiar;nurse;\n"
    assert glossary(tmp_path / "g", text).find(["Barnehagesykepleieren"], "nb") == [
        Hit("barnehage", 0, 1, ("Barnehagesykepleieren",)),
        Hit("sykepleier", 0, 1, ("Barnehagesykepleieren",)),
    ]


def test_an_unknown_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no glossary for the language 'sv'; known: nb, nn, en"):
        glossary(tmp_path / "g").find(["helse"], "sv")


def test_labels_are_the_first_terms_without_marks(tmp_path: Path) -> None:
    text = "nb;nn;en;note\n[Siva]|siva-senter*;;;\nsykehus*;sjukehus*;[hospital]|clinic;\n"
    both = glossary(tmp_path / "g", text)
    assert [both.labels(name) for name in ("siva", "sykehus")] == [
        {"nb": "Siva", "nn": "Siva"},
        {"nb": "sykehus", "nn": "sjukehus", "en": "hospital"},
    ]


def test_the_version_follows_what_can_move_a_match(tmp_path: Path) -> None:
    was = glossary(tmp_path / "a").version
    header, *rows = ROWS.splitlines()
    noted = "\n".join([header, *(f"{row}en merknad" for row in reversed(rows))])
    assert glossary(tmp_path / "b", noted, "andre.csv").version == was
    changed = {glossary(tmp_path / "c", ROWS.replace(old, new)).version for old, new in (("[Siva]", "Siva"), ("*", ""))}
    assert len(changed | {was}) == 3


WORDS = st.lists(
    st.one_of(
        st.sampled_from(["helse", "Helse-data", "AI", "velferdsteknologi", "assistive", "technology", "barn", "og"]),
        st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=70),
        st.from_regex(r"[a-zæøå]{1,9}(-[a-zæøå]{1,9}){1,3}", fullmatch=True),
    ),
    max_size=30,
)


@settings(max_examples=300, deadline=None)
@given(WORDS, st.sampled_from(LANGS))
def test_hits_stand_in_the_text_in_order_and_do_not_overlap(stream: list[str], lang: str) -> None:
    hits = shipped().find(stream, lang)
    assert hits == shipped().find(tuple(stream), lang)
    assert all(hit.words == tuple(stream[hit.start : hit.end]) and hit.words for hit in hits)
    places = list(dict.fromkeys((hit.start, hit.end) for hit in hits))
    # Two terms may share a word with a hyphen, one on either side of it.
    assert all(after[0] >= before[1] - 1 for before, after in pairwise(places))
    assert all("-" in stream[after[0]] for before, after in pairwise(places) if after[0] < before[1])


def test_every_shipped_row_has_all_three_languages_and_there_are_enough() -> None:
    rows = [
        row
        for path in sorted(SHIPPED.glob("*.csv"))
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines(), delimiter=";")
    ]
    assert len(rows) == len(shipped().concepts) > 700
    assert [row for row in rows if not (row["nb"] and row["nn"] and row["en"])] == []


@pytest.mark.parametrize("lang", LANGS)
def test_every_shipped_term_is_found_as_its_own_concept_and_no_other(lang: str) -> None:
    """No term stands in two concepts, by its words, its stems, or as part of a compound; there are no exceptions."""
    found = shipped()
    wrong = {
        term.text: hits
        for name, terms in found.concepts.items()
        for term in terms[lang]
        for stream in [words(term.text)]
        if (hits := found.find(stream, lang)) != [Hit(name, 0, len(stream), tuple(stream))]
    }
    assert wrong == {}


@pytest.mark.parametrize("same", SAME, ids=lambda same: same.nb)
def test_the_same_meaning_has_the_same_concepts(same: Same) -> None:
    missing = {lang: set(same.concepts) - set(concepts(shipped(), getattr(same, lang), lang)) for lang in LANGS}
    assert missing == {"nb": set(), "nn": set(), "en": set()}


@pytest.mark.parametrize("apart", APART, ids=lambda apart: apart.sentence)
def test_a_word_that_only_looks_alike_is_no_concept(apart: Apart) -> None:
    assert apart.concept in shipped().concepts
    assert apart.concept not in concepts(shipped(), apart.sentence, apart.lang)


def test_the_sentences_are_as_many_as_they_should_be() -> None:
    assert (len(SAME) >= 60, len(APART) >= 30) == (True, True)
